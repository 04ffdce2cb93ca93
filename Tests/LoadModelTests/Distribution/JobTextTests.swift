import LoadModel
import Testing
import Yams

@Suite struct JobTextTests {
    private static let secrets = """
        version: 1
        name: Mixed_Day.2
        corpus: {preload: {studies: 110}}
        targets: [{url: "https://pacs", auth: "env:ORTHANC_AUTH", tls: {authority: /etc/it's.pem}}]
        observe: [{kind: postgres, dsn: "env:DSN"}]
        traffic: [{op: system, rate: 1/s}]  # it's "quoted" \\ $(touch /tmp/no) `x` \u{1F98A}

        """

    private func job(_ text: String = secrets, _ arguments: [String] = []) throws -> WorkerJob {
        let scenario = try ScenarioReader.read(text: text, name: "mixed.yaml")
        return WorkerJob(scenario, text: text, workers: 3, arguments: arguments)
    }

    @Test("the job's YAML has an Indexed Job that waits, its scenario, secrets and whole cores")
    func kubernetes() throws {
        let text = KubernetesJob(
            try job(Self.secrets, ["--target", "http://$(A) a: b\"'\n#"]),
            image: "registry/load:1",
            namespace: "tests",
            claim: "results",
            secret: "load",
            cores: 2
        ).text
        let documents = try Array(Yams.load_all(yaml: text)).compactMap { $0 as? [String: Any] }
        #expect(documents.map { $0["kind"] as? String } == ["ConfigMap", "Job", "Job"])
        let settings = try #require(documents[0]["data"] as? [String: Any])
        #expect(settings["scenario.yaml"] as? String == Self.secrets)
        #expect(settings["start-at"] as? String == "")
        let spec = try #require(documents[2]["spec"] as? [String: Any])
        #expect(spec["suspend"] as? Bool == true && spec["completionMode"] as? String == "Indexed")
        #expect(spec["completions"] as? Int == 3 && spec["parallelism"] as? Int == 3)
        #expect(spec["backoffLimitPerIndex"] as? Int == 0)
        let template = try #require(spec["template"] as? [String: Any])
        let pod = try #require(template["spec"] as? [String: Any])
        let containers = try #require(pod["containers"] as? [[String: Any]])
        let container = containers[0]
        #expect(
            container["command"] as? [String] == [
                "isengard-load", "worker", "/scenario/scenario.yaml", "--out", "/results",
                "--target", "http://$$(A) a: b\"'\n#",
            ]
        )
        let variables = try #require(container["env"] as? [[String: Any]])
        #expect(
            variables.map { $0["name"] as? String }
                == ["ISENGARD_WORKERS", "ISENGARD_START_AT", "DSN", "ORTHANC_AUTH"]
        )
        let source = variables[3]["valueFrom"] as? [String: [String: String]]
        #expect(source == ["secretKeyRef": ["name": "load", "key": "ORTHANC_AUTH"]])
        let resources = try #require(container["resources"] as? [String: [String: String]])
        #expect(resources["requests"] == resources["limits"])
        #expect(resources["limits"]?["cpu"] == "2")
        let affinity = try #require(pod["affinity"] as? [String: [String: Any]])
        #expect(
            affinity["podAntiAffinity"]?["preferredDuringSchedulingIgnoredDuringExecution"] != nil
        )
        let metadata = documents[2]["metadata"] as? [String: String]
        #expect(metadata == ["name": "load-mixed-day-2", "namespace": "tests"])
    }

    @Test(
        "whatever a scenario holds comes back from its YAML",
        arguments: [" a\n  b\n\n \n", "\t\u{E9}'\"\\", "x: |\n  {{ $y }}\n"]
    )
    func scalars(comment: String) throws {
        let text = Self.secrets + comment.split(separator: "\n").map { "#\($0)\n" }.joined()
        let yaml = KubernetesJob(
            try job(text),
            image: "i",
            namespace: "n",
            claim: "c",
            secret: "s",
            cores: 1
        ).text
        let document = try Array(Yams.load_all(yaml: yaml)).first as? [String: Any]
        #expect((document?["data"] as? [String: Any])?["scenario.yaml"] as? String == text)
    }

    @Test("scripts quote what they hold, and no secret stands in a command")
    func scripts() throws {
        let hostile = ["--target", "http://x/'; touch /tmp/no; '"]
        let slurm = SlurmScript(try job(Self.secrets, hostile), program: "it's", cores: 4).text
        let quoted = "'http://x/'\\''; touch /tmp/no; '\\'''"
        #expect(slurm.contains(quoted) && slurm.contains("'it'\\''s' worker"))
        #expect(slurm.contains("#SBATCH --array=0-2\n") && slurm.contains("--cpus-per-task=4\n"))
        #expect(slurm.contains("#SBATCH --job-name=load-mixed-day-2\n"))
        let ssh = ParallelScript(try job(), program: "isengard-load", hosts: ["a", "u@b"]).text
        #expect(ssh.contains("hosts=('a' 'u@b' 'a')"))
        #expect(ssh.contains("IFS= read -r ORTHANC_AUTH; export ORTHANC_AUTH; "))
    }

    @Test("a host is a host and no option")
    func hosts() {
        for host in ["a", "u@b.example", "[::1]", "10.0.0.1"] {
            #expect(ParallelScript.isHost(host))
        }
        for host in ["", "-oProxyCommand=x", "a b", "a;b", "a'", "$(x)"] {
            #expect(!ParallelScript.isHost(host))
        }
    }
}
