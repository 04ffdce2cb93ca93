import ArgumentParser
import LoadModel
import LoadReport

/// Where the results of a run go: what the scenario says, or a folder for all of them.
struct ResultFiles: ParsableArguments {
    @Option(name: .long, help: "Write every form of the report into this folder instead.")
    var out: String?

    @Flag(name: .long, help: "Write no files.")
    var noFiles = false

    init() {}

    /// Every form, into one folder. What no command line has set may not be read: it traps.
    init(folder: String) {
        out = folder
        noFiles = false
    }

    /// - Parameter places: Where the scenario wants them.
    func write(_ report: RunReport, _ places: Scenario.Report? = nil) throws {
        guard !noFiles else { return }
        var failure: FileError?
        for (path, bytes) in forms(report, places) {
            do throws(FileError) {
                try Files.write(bytes(), to: path)
                Console.complain("wrote \(path)")
            } catch {
                // The others may lie on another disk.
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    /// Where a run's intervals are written while it goes on: beside the log of the whole, if there
    /// is to be one.
    func liveLog(named name: String, _ places: Scenario.Report?) -> String? {
        guard !noFiles, let folder = folder ?? places?.hlog else { return nil }
        return "\(folder)/\(name).running.hlog"
    }

    private var folder: String? { out.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } }

    private func forms(
        _ report: RunReport,
        _ places: Scenario.Report?
    ) -> [(path: String, bytes: () -> [UInt8])] {
        var forms: [(path: String, bytes: () -> [UInt8])] = []
        func add(_ path: String?, _ bytes: @escaping () -> [UInt8]) {
            if let path { forms.append((path, bytes)) }
        }
        let folder = folder
        func place(_ stated: String?, _ name: String) -> String? {
            folder.map { "\($0)/\(report.identity.name)\(name)" } ?? stated
        }
        // The first of all: every other form can be made of it.
        add(place(places?.json, ".json")) { JSONReport.text(of: report) }
        add(place(places?.html, ".html")) { Array(HTMLReport.text(of: report).utf8) }
        add(place(places?.markdown, ".md")) { Array(MarkdownSummary.text(of: report).utf8) }
        add(place(places?.junit, ".xml")) { Array(JUnitReport.text(of: report).utf8) }
        let csv = folder ?? places?.csv
        add(csv.map { "\($0)/\(report.identity.name)-blocks.csv" }) {
            Array(CSVReport.blocks(of: report).utf8)
        }
        add(csv.map { "\($0)/\(report.identity.name)-steps.csv" }) {
            Array(CSVReport.steps(of: report).utf8)
        }
        let log = folder ?? places?.hlog
        add(log.map { "\($0)/\(report.identity.name).hlog" }) {
            Array(HistogramLog.text(of: report).utf8)
        }
        return forms
    }
}
