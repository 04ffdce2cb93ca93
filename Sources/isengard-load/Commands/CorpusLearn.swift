import ArgumentParser
import LoadEngine
import LoadModel

extension Corpus {
    /// `isengard-load corpus learn`: a mix file from an archive's counts and sizes.
    struct Learn: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Learn a mix from an Orthanc's counts and sizes, for `corpus.mix`.",
            discussion: """
                Reads counts, sizes, modalities and the age of studies drawn at random. No name, \
                identifier or date is kept or written; a modality with fewer than five studies in \
                the sample goes into OTHER.
                """
        )

        @Option(name: .long, help: "The archive's URL.")
        var from: String

        @Option(name: .long, help: "Where user:password or a Bearer value is: env:NAME, file:PATH.")
        var auth: String?

        @Option(name: .long, help: "PEM file of who signed the archive's certificate.")
        var authority: String?

        @Option(name: .long, help: "The mix file, ending with .yaml.")
        var out: String

        @Option(name: .long, help: "So many studies are looked at, from 10 to 100,000.")
        var studies = 200

        @Option(name: .long, help: "Of the drawing.")
        var seed: UInt64 = 1

        func validate() throws {
            guard Scenario.Target.url(from) != nil else {
                throw ValidationError("--from: expected http://HOST:PORT or https://HOST:PORT")
            }
            guard auth.map({ SecretReference($0) != nil }) ?? true else {
                throw ValidationError("--auth: expected env:NAME or file:PATH")
            }
            guard (10...100_000).contains(studies) else {
                throw ValidationError("--studies \(studies): expected 10 to 100,000")
            }
            guard [".yaml", ".yml"].contains(where: out.hasSuffix) else {
                throw ValidationError("--out \(out): expected a name that ends with .yaml")
            }
        }

        func run() throws {
            try Failure.catching {
                let target = Scenario.Target(
                    name: "archive",
                    url: Scenario.Target.url(from) ?? from,
                    auth: auth.flatMap { SecretReference($0) },
                    authority: authority
                )
                let settings = try TargetSettings(
                    target,
                    connections: 1,
                    secret: ScenarioFile.secret
                )
                let (counts, samples) = try ArchiveSurvey(of: settings)
                    .samples(studies, seed: seed, tell: Self.tell)
                let learned = try CorpusLearner.learn(counts: counts, samples: samples)
                try Files.write(Array(learned.yaml.utf8), to: out)
                Console.complain("wrote \(out)")
            }
        }

        private static func tell(_ done: Int, _ total: Int) {
            guard done % 50 == 0 || done == total else { return }
            let text = "looked at \(done) of \(total) studies"
            if Console.isTerminal { Console.overwrite(text + "\n") } else { Console.complain(text) }
        }
    }
}
