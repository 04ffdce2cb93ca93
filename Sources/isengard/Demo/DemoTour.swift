import JSONText
import LocalServers

/// What the demo shows once everything stands.
struct DemoTour {
    let stage: DemoStage

    func show() throws {
        let url = stage.gateway.url
        Console.say("\nIsengard is at \(url)\n")
        try showStores()
        try showPatient()
        Console.say(
            """

            Try it with curl:
              curl '\(url)/stores?expand'
              curl '\(url)/tools/find' -d '{"Level":"Study","Query":{"PatientName":"BAGG*"}}'
              curl '\(url)/instances' --data-binary @some.dcm

            with PyOrthanc (pip install pyorthanc):
              from pyorthanc import Orthanc
              orthanc = Orthanc('\(url)')
              print(orthanc.get_statistics(), len(orthanc.get_studies()))

            or stop a store and ask again, with -i to see the headers:
              kill -STOP \(stage.stores[2].pid ?? 0); sleep 8; curl -i '\(url)/patients'
              kill -CONT \(stage.stores[2].pid ?? 0)

            Ctrl-C ends all of it.
            """
        )
    }

    private func showStores() throws {
        let states = try stage.gateway.client.get("/stores?expand").json.array ?? []
        Console.say(Self.row(["store", "version", "studies", "instances", "state"]))
        for state in states {
            let counts = state["Counts"]
            let condition = [state["State"]?.string, state["Health"]?.string]
            let cells: [String?] = [
                state["Name"]?.string,
                state["Version"]?.string,
                counts?["Studies"]?.integer.map { "\($0)" },
                counts?["Instances"]?.integer.map { "\($0)" },
                condition.compactMap(\.self).joined(separator: ", "),
            ]
            Console.say(Self.row(cells.map { $0 ?? "-" }))
        }
    }

    /// The patient of whom each store holds a study.
    private func showPatient() throws {
        let question = #"{"Level":"Study","Query":{"PatientID":"ISG-1000"},"Expand":true}"#
        let studies = try stage.gateway.client.post("/tools/find", question).json.array ?? []
        Console.say("\nOne question finds patient ISG-1000 at every store:")
        for study in studies {
            guard let id = study["ID"]?.string else { continue }
            let tags = study["MainDicomTags"]
            let holders = try stage.stores.indices.filter {
                try stage.client(of: $0).get("/studies/\(id)").status == 200
            }
            let name = holders.map { DemoStage.names[$0] }.joined(separator: ", ")
            let notes = ["StudyDate", "StudyDescription"].compactMap { tags?[$0]?.string }
                .filter { !$0.isEmpty }
            Console.say("  \(id)  at \(name)  (\(notes.joined(separator: ", ")))")
        }
    }

    private static func row(_ cells: [String]) -> String {
        zip(cells, [14, 10, 9, 11, 0]).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.count))
        }.joined()
    }
}
