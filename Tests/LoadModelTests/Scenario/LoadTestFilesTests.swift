import LoadModel
import Testing

@Suite struct LoadTestFilesTests {
    @Test("loadtests/ holds the eight scenarios")
    func scenarios() {
        #expect(
            LoadTestFiles.scenarios == [
                "archive.yaml", "gateway.yaml", "growth.yaml", "hospital.yaml", "ingest.yaml",
                "search.yaml", "smoke.yaml", "viewer.yaml",
            ]
        )
    }

    @Test(
        "a shipped scenario is read, has no warning and is named as its file",
        arguments: LoadTestFiles.scenarios
    )
    func isClean(_ file: String) throws {
        let scenario = try LoadTestFiles.scenario(file)
        #expect(scenario.name + ".yaml" == file)
        #expect(Lint(scenario).warnings == [])
        #expect(scenario.targets.first?.url == "http://127.0.0.1:8042")
    }
}
