@testable import LoadEngine
import LoadModel
import Testing

@Suite struct ViewerSessionTests {
    private static let studies = 300

    private typealias Script = ViewerSession.Script

    private static func script(
        _ strategy: String,
        probability: String,
        images: String = "previews"
    ) throws -> Script {
        let text = """
            version: 1
            name: priors
            corpus: {seed: 3, preload: {studies: \(studies)}}
            sessions:
              viewer:
                steps:
                  - {metadata: {mark: open}}
                  - {prior: {strategy: \(strategy), probability: \(probability)}}
                  - \(images)
            traffic: [{session: viewer, rate: 1/s}]
            """
        let scenario = try ScenarioReader.read(text: text, name: "priors.yaml")
        let shelf = Shelf(try CorpusRecipe(scenario.corpus), studies: studies, run: 1)
        return ViewerSession.Script(
            session: scenario.sessions[0],
            book: ReadBook(shelf, dicomWeb: "/dicom-web"),
            random: CounterRandom(seed: 3, stream: 1),
            requestKinds: [1, 2, 3],
            markKinds: [4, nil, nil],
            wholeKind: 0,
            promised: [0, 4],
            asksDICOMweb: false
        )
    }

    private struct Seen {
        /// Studies whose metadata was asked for, in that order.
        var opened: [String] = []
        var found: [ClosedRange<Int>] = []
        var searched: [String] = []
        /// Paths of the images of the last step.
        var previews: [String] = []
        var marks = 0
    }

    /// Lets a session run against a server that answers all of it.
    private static func run(_ session: ViewerSession) -> Seen {
        var seen = Seen()
        var request = Request()
        var open: [Int] = []
        while true {
            switch session.next() {
            case .send(let ticket, let kind):
                session.fill(ticket, &request)
                note(request, kind, &seen)
                open.append(ticket)
            case .wait: session.ended(open.removeFirst(), .correct, status: 200)
            case .reached(let kind, _): seen.marks += kind == 4 ? 1 : 0
            case .pause: continue
            case .end: return seen
            }
        }
    }

    private static func note(_ request: Request, _ kind: UInt16, _ seen: inout Seen) {
        let path = String(decoding: request.path, as: UTF8.self)
        switch kind {
        case 1: seen.opened.append(String(path.split(separator: "/")[2]))
        case 2:
            if case .elementsWithin(let range) = request.expectation { seen.found.append(range) }
            if case .bytes(let body) = request.body {
                seen.searched.append(String(decoding: body, as: UTF8.self))
            }
        default: seen.previews.append(path)
        }
    }

    @Test("priors are the latest older studies of the patient, and no more than there are")
    func priors() throws {
        let script = try Self.script("last(2)", probability: "100%")
        let plans = (0..<Self.studies).map { script.book.plan($0) }
        var counts: Set<Int> = []
        for index in 0..<UInt64(150) {
            let seen = Self.run(ViewerSession(script, index))
            let opened = seen.opened.compactMap { uid in plans.first { $0.uid.description == uid } }
            #expect(opened.count == seen.opened.count && seen.marks == 1)
            let first = try #require(opened.first)
            let own = plans.filter { $0.patient.id == first.patient.id && !$0.isResend }
            #expect(seen.found.count == 1 && seen.found[0].lowerBound == own.count)
            let query = "\"PatientID\":\"\(first.patient.id)\""
            #expect(seen.searched.allSatisfy { $0.contains(query) })
            let priors = opened.dropFirst()
            #expect(priors.allSatisfy { $0.patient.id == first.patient.id && $0.uid != first.uid })
            #expect(priors.allSatisfy { $0.date.day <= first.date.day })
            let older = own.filter { $0.date.day < first.date.day }.count
            #expect(priors.count >= min(2, older) && priors.count <= min(2, own.count - 1))
            // None that is left out is later than one that was opened.
            let days = priors.map(\.date.day)
            #expect(days == days.sorted(by: >))
            counts.insert(priors.count)
        }
        #expect(counts == [0, 1, 2])
    }

    @Test("what comes after the priors is of the study that was opened first")
    func back() throws {
        let script = try Self.script("last(1)", probability: "100%")
        let plans = (0..<Self.studies).map { script.book.plan($0) }
        var compared = 0
        for index in 0..<UInt64(40) {
            let seen = Self.run(ViewerSession(script, index))
            let first = try #require(plans.first { $0.uid.description == seen.opened[0] })
            guard seen.opened.count == 2, let last = seen.previews.last else { continue }
            let own = first.series.indices.map {
                "/instances/\(first.instanceIdentifier(series: $0, instance: 0))/preview"
            }
            #expect(own.contains(last))
            compared += 1
        }
        #expect(compared > 0)
    }

    @Test("of every stack the middle is looked at, not of the first ones all")
    func middle() throws {
        let images = "previews: {pick: middle-out, share: 40%}"
        let script = try Self.script("last(1)", probability: "0%", images: images)
        let plans = (0..<Self.studies).map { script.book.plan($0) }
        var stacks = 0
        for index in 0..<UInt64(40) {
            let seen = Self.run(ViewerSession(script, index))
            let study = try #require(plans.first { $0.uid.description == seen.opened[0] })
            let own = study.series.indices.filter { study.series[$0].format.sopClass.isImage }
            var wanted: [String] = []
            for series in own {
                let count = study.series[series].instanceCount
                let part = (count * 2 + 4) / 5
                let first = (count - 1) / 2 - (part - 1) / 2
                wanted += (first..<first + part).map {
                    "/instances/\(study.instanceIdentifier(series: series, instance: $0))/preview"
                }
            }
            #expect(seen.previews.sorted() == wanted.sorted())
            stacks += own.count > 1 && wanted.count > own.count ? 1 : 0
        }
        #expect(stacks > 0)
    }

    @Test("a wrong answer is told of the whole session, whatever else failed in it")
    func wrong() throws {
        let script = try Self.script("last(1)", probability: "0%")
        for first in [Outcome.correct, .timedOut, .wrong] {
            let session = ViewerSession(script, 1)
            var whole: Outcome?
            var ended = 0
            var open: [Int] = []
            steps: while true {
                switch session.next() {
                case .send(let ticket, _): open.append(ticket)
                case .wait:
                    session.ended(open.removeFirst(), ended == 0 ? first : .wrong, status: 200)
                    ended += 1
                case .reached(0, let outcome): whole = outcome
                case .reached, .pause: continue
                case .end: break steps
                }
            }
            #expect(whole == .wrong && ended > 1)
        }
    }

    @Test("without luck nobody looks for a prior")
    func never() throws {
        let script = try Self.script("last(1)", probability: "0%")
        for index in 0..<UInt64(20) {
            let seen = Self.run(ViewerSession(script, index))
            #expect(seen.found.isEmpty && seen.opened.count == 1)
        }
    }
}
