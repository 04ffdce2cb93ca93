internal import LoadModel

/// Fills the requests that read what lies in a target. One for each loop.
///
/// Confined to its loop's thread.
final class ReadBook: @unchecked Sendable {
    // @unchecked Sendable: each loop has its own.
    private let shelf: Shelf
    private let dicomWeb: String
    private let plans: PlanCache

    /// - Parameter dicomWeb: Where DICOMweb begins below the target's base URL.
    init(_ shelf: Shelf, dicomWeb: String) {
        self.shelf = shelf
        self.dicomWeb = dicomWeb
        plans = PlanCache(shelf.recipe)
    }

    func plan(_ study: Int) -> StudyPlan { plans.plan(study) }

    /// One image of a study.
    struct Image {
        let series: Int
        let instance: Int
    }

    // MARK: Searches

    /// - Parameter level: What is searched for; searches for studies have a known answer.
    func find(
        _ set: Scenario.Selectivity.AnswerSet,
        level: Scenario.Operation.Level,
        isExpanded: Bool,
        _ request: inout Request
    ) {
        let marker = shelf.marker(set)
        guard level != .study else {
            return request.post(
                "/tools/find",
                .json,
                .bytes(marker.findBody(expand: isExpanded)),
                expecting: .elements(marker.hits)
            )
        }
        let name = level == .patient ? "Patient" : level == .series ? "Series" : "Instance"
        let text = """
            {"Level":"\(name)","Expand":\(isExpanded),\
            "Query":{"AccessionNumber":"\(marker.accessionPattern)"}}
            """
        request.post("/tools/find", .json, .bytes(Array(text.utf8)), expecting: .elements(nil))
    }

    func qido(_ set: Scenario.Selectivity.AnswerSet, _ request: inout Request) {
        let marker = shelf.marker(set)
        let query = "AccessionNumber=\(marker.accessionPattern)"
        request.get("\(dicomWeb)/studies?\(query)", expecting: .elements(marker.hits))
    }

    /// A study that a search of this set finds, or a popular one if it finds none.
    func study(
        of set: Scenario.Selectivity.AnswerSet?,
        _ random: CounterRandom,
        _ index: UInt64
    ) -> Int {
        guard let set, set != .zero else { return shelf.popular(random, index) }
        let members = shelf.marker(set).studies
        let place = Int(random.uniform(index) * Double(members.count))
        return members.lowerBound + min(members.count - 1, place)
    }

    // MARK: Patients

    /// What is known of the patient of a study.
    struct History {
        /// Older studies of the preload, the latest first.
        let older: [Int]
        /// How many studies a search for the patient finds: those of the preload at least, and at
        /// most all of the corpus, which another run may have put there.
        let found: ClosedRange<Int>
    }

    func history(of study: Int) -> History {
        let recipe = shelf.recipe
        let held = recipe.studies(ofPatientOf: study, in: shelf.studies)
        let all = recipe.studies(ofPatientOf: study)
        let older = held.prefix { $0 != recipe.source(of: study) }
        return History(
            older: older.reversed(),
            found: held.count...max(held.count, all.count)
        )
    }

    /// Searches for all studies of a study's patient.
    ///
    /// - Parameter isQIDO: Through DICOMweb, or as Orthanc Explorer does.
    func patient(of study: Int, _ found: ClosedRange<Int>, isQIDO: Bool, _ request: inout Request) {
        let id = plan(study).patient.id
        if isQIDO {
            // Orthanc's plugin finds no PatientID with blanks, as `%20`, `+` or `?`.
            let text = id.split(separator: " ").joined(separator: "*")
            return request.get(
                "\(dicomWeb)/studies?PatientID=\(text)",
                expecting: .elementsWithin(found)
            )
        }
        let text = "{\"Level\":\"Study\",\"Expand\":true,\"Query\":{\"PatientID\":\"\(id)\"}}"
        request.post(
            "/tools/find",
            .json,
            .bytes(Array(text.utf8)),
            expecting: .elementsWithin(found)
        )
    }

    // MARK: Studies

    func study(_ study: Int, _ request: inout Request) {
        request.get("/studies/\(plan(study).studyIdentifier)")
    }

    /// - Parameter abandon: Whether the download is broken off half-way.
    func archive(_ study: Int, abandon: Bool, _ request: inout Request) {
        let plan = plan(study)
        request.get(
            "/studies/\(plan.studyIdentifier)/archive",
            expecting: .archive(members: plan.instanceCount)
        )
        if abandon { request.abandonAfter = plan.approximateBytes / Self.deflated / 2 }
    }

    /// How much smaller DEFLATE makes the corpus's files, rounded.
    private static let deflated = 2

    func metadata(_ study: Int, _ request: inout Request) {
        let plan = plan(study)
        request.get(
            "\(dicomWeb)/studies/\(plan.uid)/metadata",
            expecting: .elements(plan.instanceCount)
        )
    }

    // MARK: Instances

    /// Any instance of a study, each as likely as the others; nil where there is none.
    ///
    /// - Parameter hasPixels: Leaves out documents.
    func image(of study: Int, at uniform: Double, hasPixels: Bool) -> Image? {
        let plan = plan(study)
        let series = plan.series.indices.filter {
            !hasPixels || plan.series[$0].format.sopClass.isImage
        }
        let total = series.reduce(0) { $0 + plan.series[$1].instanceCount }
        var place = Int(uniform * Double(total))
        for series in series {
            let count = plan.series[series].instanceCount
            if place < count { return Image(series: series, instance: place) }
            place -= count
        }
        return nil
    }

    func file(_ study: Int, _ image: Image, _ request: inout Request) {
        let plan = plan(study)
        var body = InstanceBody()
        shelf.templates.encoder(plan, series: image.series).encode(image.instance, into: &body)
        request.get("\(path(plan, image))/file", expecting: .instance(body))
    }

    func preview(_ study: Int, _ image: Image, _ request: inout Request) {
        request.get("\(path(plan(study), image))/preview", expecting: .size(atLeast: 8))
    }

    func tags(_ study: Int, _ image: Image, _ request: inout Request) {
        request.get("\(path(plan(study), image))/simplified-tags", expecting: .size(atLeast: 2))
    }

    /// The first frame, through DICOMweb.
    func frame(_ study: Int, _ image: Image, _ request: inout Request) {
        let plan = plan(study)
        let path = "\(dicomWeb)/studies/\(plan.uid)/series/\(plan.uid(series: image.series))"
        let uid = plan.uid(series: image.series, instance: image.instance)
        let bytes = plan.series[image.series].format.frameBytes
        request.get("\(path)/instances/\(uid)/frames/1", expecting: .size(atLeast: bytes))
    }

    private func path(_ plan: StudyPlan, _ image: Image) -> String {
        "/instances/" + plan.instanceIdentifier(series: image.series, instance: image.instance)
    }
}
