import ArgumentParser
import Glibc
import LoadEngine
import LoadModel
import LoadReport

/// Facts about where the generator runs, for reports.
enum Machine {
    static var facts: [RunIdentity.Fact] {
        var facts = [
            RunIdentity.Fact("isengard-load", IsengardLoad.configuration.version),
            RunIdentity.Fact("libcurl", LibraryVersions.curl),
            RunIdentity.Fact("cores", "\(sysconf(Int32(_SC_NPROCESSORS_ONLN)))"),
        ]
        for (name, path) in [
            ("kernel", "/proc/sys/kernel/osrelease"), ("host load", "/proc/loadavg"),
        ] {
            if let bytes = try? Files.read(path, limitBytes: 4096) {
                let line = bytes.prefix { $0 != 10 }
                facts.append(RunIdentity.Fact(name, String(decoding: line, as: UTF8.self)))
            }
        }
        return facts
    }

    /// Universal time of now, as in `2026-11-27T13:45:00Z`.
    static var now: String { UniversalTime.text(Int(WallClock.now / 1_000_000_000)) }
}
