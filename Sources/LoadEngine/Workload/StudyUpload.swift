internal import LoadModel

/// A modality or a gateway that sends one new study: instance after instance, some at once.
final class StudyUpload: Visit {
    /// How requests of the upload look.
    enum Form {
        /// `POST /instances`, one instance each.
        case single
        /// `POST …/studies` of DICOMweb, so many instances each.
        case stow(path: String, batch: Int)

        var batch: Int {
            switch self {
            case .single: 1
            case .stow(_, let batch): batch
            }
        }
    }

    private let study: StudyPlan
    private let templates: TemplateLibrary
    private let form: Form
    private let parallel: Int
    private let kinds: (request: UInt16, whole: UInt16)
    private var series = 0
    private var instance = 0
    private var asked = 0
    private var inFlight = 0
    private var worst = Outcome.correct
    private var hasReported = false
    private var encoder: SeriesEncoder?

    init(
        _ study: StudyPlan,
        _ templates: TemplateLibrary,
        _ form: Form,
        parallel: Int,
        kinds: (request: UInt16, whole: UInt16)
    ) {
        self.study = study
        self.templates = templates
        self.form = form
        self.parallel = parallel
        self.kinds = kinds
    }

    /// Instances that no request has yet.
    private var hasMore: Bool { series < study.series.count }

    func next() -> VisitAction {
        if asked * form.batch < study.instanceCount, inFlight < parallel {
            asked += 1
            inFlight += 1
            return .send(ticket: 0, kind: kinds.request)
        }
        if inFlight > 0 { return .wait }
        guard !hasReported else { return .end }
        hasReported = true
        return .reached(kind: kinds.whole, worst)
    }

    func fill(_: Int, _ request: inout Request) {
        switch form {
        case .single:
            var body = InstanceBody()
            if case .instance(let used) = request.body {
                body = used
                request.body = .none
            }
            encode(into: &body)
            request.post("/instances", .dicom, .instance(body), expecting: expected)
        case .stow(let path, let batch):
            var parts: [Request.Body] = []
            while parts.count < 2 * batch, hasMore {
                var body = InstanceBody()
                encode(into: &body)
                parts += [.bytes(Self.opening(isFirst: parts.isEmpty)), .instance(body)]
            }
            parts.append(.bytes(Self.closing))
            request.post(path, .dicomParts, .parts(parts), expecting: .saysNot(Self.failures))
        }
    }

    /// Requests are filled in the order in which they were asked for.
    private func encode(into body: inout InstanceBody) {
        guard hasMore else { return }
        if encoder == nil { encoder = templates.encoder(study, series: series) }
        encoder?.encode(instance, into: &body)
        instance += 1
        if instance == study.series[series].instanceCount {
            instance = 0
            series += 1
            encoder = nil
        }
    }

    var owed: [UInt16] { hasReported ? [] : [kinds.whole] }

    func ended(_: Int, _ outcome: Outcome, status _: Int) {
        inFlight -= 1
        worst = worst.then(outcome)
    }

    /// What is sent again may be known by then, or under way.
    private var expected: Request.Expectation {
        study.isResend ? .anything : .says(Self.stored)
    }

    private static let stored = Array("\"Success\"".utf8)
    /// FailureReason, which each item of a FailedSOPSequence has; the sequence itself may be there
    /// without items, as Orthanc's is. Source: PS3.18, table I.2-2.
    private static let failures = Array("\"00081197\"".utf8)

    private static func opening(isFirst: Bool) -> [UInt8] {
        let start = isFirst ? "--" : "\r\n--"
        return Array("\(start)\(Request.boundary)\r\nContent-Type: application/dicom\r\n\r\n".utf8)
    }

    private static let closing = Array("\r\n--\(Request.boundary)--\r\n".utf8)
}
