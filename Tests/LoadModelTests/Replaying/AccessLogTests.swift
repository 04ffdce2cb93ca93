import LoadModel
import Testing

@Suite("Access logs") struct AccessLogTests {
    private static func line(
        _ request: String,
        at time: String = "27/Nov/2026:18:09:14 +0000",
        host: String = "10.1.2.3",
        user: String = "drdoe"
    ) -> String {
        "\(host) - \(user) [\(time)] \"\(request)\" 200 512 \"http://pacs/p\" \"Mozilla/5.0\""
    }

    private static func log(_ lines: [String], prefix: String = "") -> AccessLog {
        var log = AccessLog(prefix: prefix)
        for line in lines { log.take(Array(line.utf8)[...]) }
        return log
    }

    @Test(
        "a request is of the class that its method and path say",
        arguments: [
            ("GET /system HTTP/1.1", "system"), ("GET /statistics HTTP/1.0", "statistics"),
            ("GET /changes?since=5&limit=10 HTTP/1.1", "changes"),
            ("POST /tools/find HTTP/1.1", "find"),
            ("GET /dicom-web/studies?PatientName=DOE* HTTP/2.0", "qido"),
            ("POST /instances HTTP/1.1", "upload"),
            ("POST /dicom-web/studies HTTP/1.1", "stow.study"),
            ("GET /instances/0a-1b/file HTTP/1.1", "file"),
            ("GET /instances/0a-1b/preview HTTP/1.1", "preview"),
            ("GET /instances/0a-1b/simplified-tags HTTP/1.1", "tags"),
            ("GET /instances/0a-1b/tags?simplify HTTP/1.1", "tags"),
            ("GET /studies/0a-1b HTTP/1.1", "study"), ("GET //studies/0a-1b/ HTTP/1.1", "study"),
            ("GET /studies/0a-1b/archive HTTP/1.1", "archive"),
            ("GET /dicom-web/studies/1.2.3/metadata HTTP/1.1", "metadata"),
            ("GET /dicom-web/studies/1.2/series/3.4/instances/5.6/frames/1 HTTP/1.1", "frame"),
        ]
    )
    func classes(request: String, kind: String) {
        let log = Self.log([Self.line(request)])
        #expect(log.counts.map(\.kind) == [kind])
        #expect(log.unreadable == 0 && log.unknown == 0)
    }

    @Test(
        "what fits no pattern is counted as unknown, never guessed",
        arguments: [
            "HEAD /system HTTP/1.1", "GET / HTTP/1.1", "GET /patients/0a HTTP/1.1",
            "GET /studies HTTP/1.1", "DELETE /studies/0a HTTP/1.1", "PUT /instances HTTP/1.1",
            "GET /dicom-web/studies/1.2/series HTTP/1.1", "GET /studies/%2e%2e/archive HTTP/1.1",
            "GET http://pacs/system HTTP/1.1", "GET /studies/0a/archive/x HTTP/1.1",
            "OPTIONS * HTTP/1.1", "GET /\(String(repeating: "a/", count: 500)) HTTP/1.1",
        ]
    )
    func unknown(request: String) {
        let log = Self.log([Self.line(request)])
        #expect(log.unknown == 1 && log.count == 0 && log.unreadable == 0)
    }

    @Test(
        "a line in another form is counted and skipped",
        arguments: [
            "", "\u{0}\u{1}\u{2}", "[", "[[[[", "GET /system HTTP/1.1",
            "1.1.1.1 - - [27/Nov/2026:18:09:14 +0000]",
            "1.1.1.1 - - [27/Nov/2026:18:09:14 +0000] \"GET /system HTTP/1.1",
            "1.1.1.1 - - [27/Nov/2026:18:09:14 +0000] \"GET /system HTTP/1.1\\\" 200 1",
            "1.1.1.1 - - [27/Nov/2026:18:09:14 +0000] \"GET /system HTTP/1.1\" abc 1",
            "1.1.1.1 - - [27/Nov/2026:18:09:14 +0000] \"GET /system HTTP/1.1\"",
            "1.1.1.1 - - [27/Nov/2026:18:09:14 +0000] \"-\" 400 0",
            "1.1.1.1 - - [27/Nov/2026:18:09:14 +0000] \"GET /system\" 200 0",
            "1.1.1.1 - - [31/Feb/2026:18:09:14 +0000] \"GET /system HTTP/1.1\" 200 0",
            "1.1.1.1 - - [27/Nov/2026:25:09:14 +0000] \"GET /system HTTP/1.1\" 200 0",
            "1.1.1.1 - - [27/Foo/2026:18:09:14 +0000] \"GET /system HTTP/1.1\" 200 0",
            "1.1.1.1 - - [27/Nov/2026:18:09:14 +00x0] \"GET /system HTTP/1.1\" 200 0",
        ]
    )
    func unreadable(line: String) {
        let log = Self.log([line])
        #expect(log.unreadable == 1 && log.count == 0 && log.unknown == 0)
    }

    @Test("users with brackets and paths with escaped quotes don't hide the request")
    func awkward() {
        let log = Self.log([
            Self.line("GET /system HTTP/1.1", user: "a [b] c"),
            Self.line("GET /studies/\\\"x\\\"/archive HTTP/1.1"),
        ])
        #expect(log.counts.map(\.kind) == ["system", "archive"])
    }

    @Test("arrivals keep their distances, scaled by the speed, in whatever order and zone")
    func times() {
        let log = Self.log([
            Self.line("GET /system HTTP/1.1", at: "27/Nov/2026:18:09:14 +0000"),
            Self.line("GET /system HTTP/1.1", at: "27/Nov/2026:20:09:24 +0200"),
            Self.line("GET /system HTTP/1.1", at: "27/Nov/2026:13:09:19 -0500"),
        ])
        #expect(log.span == .seconds(11))
        let arrivals = Array(ArrivalSequence(log.arrivals(of: "system", speed: 2, seed: 1)))
        let seconds = arrivals.map { $0.due / .seconds(1) }
        #expect(arrivals.map(\.index) == [0, 1, 2])
        for (second, wanted) in zip(seconds, [0, 2.5, 5]) {
            #expect((wanted...(wanted + 0.5)).contains(second), "\(seconds)")
        }
    }

    @Test("the slices of several workers are the whole recording, each arrival once")
    func slices() {
        let lines = (0..<100).map { _ in Self.line("GET /system HTTP/1.1") }
        let recorded = Self.log(lines).arrivals(of: "system", speed: 1, seed: 7)
        let whole = Array(ArrivalSequence(recorded))
        let parts = (0..<3).flatMap { index in
            Array(ArrivalSequence(recorded, slice: WorkerSlice(index: index, of: 3)))
        }
        #expect(whole.count == 100 && parts.count == 100)
        #expect(parts.sorted { $0.index < $1.index } == whole)
        #expect(Set(whole.map(\.due)).count > 90, "spread over their second")
        #expect(whole.allSatisfy { $0.due < .seconds(1) })
    }

    @Test("a window is cut by the log's own clock")
    func window() {
        let (from, to) = (LogMoment("2026-11-27T08:00"), LogMoment("2026-11-27T09:00:00"))
        var log = AccessLog(from: from, to: to)
        for time in ["07:59:59", "08:00:00", "08:59:59", "09:00:00"] {
            let line = Self.line("GET /system HTTP/1.1", at: "27/Nov/2026:\(time) +0200")
            log.take(Array(line.utf8)[...])
        }
        #expect(from != nil && to != nil)
        #expect(log.count == 2 && log.outside == 2)
        for text in ["", "yesterday", "2026-13-01", "2026-11-27T8:00", "2026-11-27 08:00:0x"] {
            #expect(LogMoment(text) == nil, "\(text)")
        }
        #expect(LogMoment("2026-11-27") == LogMoment("2026-11-27T00:00:00"))
    }

    @Test("paths below a prefix are known by what follows it")
    func prefix() {
        let lines = ["GET /orthanc/system HTTP/1.1", "GET /system HTTP/1.1"].map { Self.line($0) }
        let log = Self.log(lines, prefix: "/orthanc/")
        #expect(log.count == 1 && log.unknown == 1)
    }

    @Test("nothing of a log but moments and counts is kept")
    func privacy() throws {
        let secrets = ["10.9.8.7", "drjekyll", "0badc0de", "1.2.840.99", "Hyde", "Mozilla", "pacs"]
        let log = Self.log([
            Self.line("GET /studies/0badc0de/archive HTTP/1.1", host: "10.9.8.7", user: "drjekyll"),
            Self.line("GET /dicom-web/studies?PatientName=Hyde HTTP/1.1", host: "10.9.8.7"),
            Self.line("GET /0badc0de/Hyde HTTP/1.1", user: "drjekyll"), "10.9.8.7 drjekyll Hyde",
            Self.line("GET /dicom-web/studies/1.2.840.99/metadata HTTP/1.1"),
        ])
        let scenario = try ScenarioReader.read(
            text: """
                version: 1
                name: r
                corpus: {preload: {studies: 1}}
                traffic: [{op: system, rate: 1/s}]
                """,
            name: "r.yaml"
        )
        let replay = try LogReplay(log, in: scenario, speed: 1)
        var text = ""
        dump(log, to: &text)
        dump(replay, to: &text)
        for secret in secrets { #expect(!text.contains(secret), "\(secret)") }
    }
}
