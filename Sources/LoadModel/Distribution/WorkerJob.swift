/// What the writers of jobs and scripts need to know of a run that workers share.
package struct WorkerJob: Sendable {
    /// The scenario's.
    package let name: String
    /// The scenario file as it is.
    package let scenario: String
    package let workers: Int
    /// Further arguments of every worker, such as `--seed 7`.
    package let arguments: [String]
    /// Environment variables with secrets that the scenario refers to.
    package let secrets: [String]
    /// Files with secrets or certificates that the scenario refers to: whoever runs the workers
    /// must put them there.
    package let files: [String]
    /// Whether something is to be preloaded.
    package let preloads: Bool

    package init(_ scenario: Scenario, text: String, workers: Int, arguments: [String]) {
        name = scenario.name
        self.scenario = text
        self.workers = workers
        self.arguments = arguments
        preloads = scenario.preloads[0] > 0 && !scenario.corpus.preload.targets.isEmpty
        var (secrets, files): (Set<String>, Set<String>) = ([], [])
        for reference in scenario.references {
            switch reference {
            case .environment(let name): secrets.insert(name)
            case .file(let path): files.insert(path)
            }
        }
        for target in scenario.targets {
            let tls = [target.tls.authority, target.tls.certificate, target.tls.key]
            files.formUnion(tls.compactMap(\.self))
        }
        self.secrets = secrets.sorted()
        self.files = files.sorted()
    }

    /// The name in small letters, digits and hyphens, for systems that take no other; not empty.
    var label: String {
        let bytes = name.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            default: UInt8(ascii: "-")
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let words = text.prefix(40).split(separator: "-")
        return (["load"] + words).joined(separator: "-")
    }

    /// The arguments as words of a shell.
    var words: String { arguments.map { " " + ShellWord.quoted($0) }.joined() }
}

extension Scenario {
    /// Every secret that is referred to.
    fileprivate var references: [SecretReference] {
        var found = targets.compactMap(\.auth)
        for source in observe {
            switch source.kind {
            case .orthancMetrics(_, let auth), .prometheusText(_, let auth):
                if let auth { found.append(auth) }
            case .postgres(let dsn): found.append(dsn)
            case .processes: continue
            }
        }
        return found
    }
}
