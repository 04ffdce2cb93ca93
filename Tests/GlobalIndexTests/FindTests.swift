import DICOM
import OrthancModel
import Testing

@testable import GlobalIndex

private typealias Tag = DICOM.Tag

extension IndexTests {
    @Suite struct FindTests {
        /// Names that try LIKE's own characters, accents, case, parts and blanks.
        static let names = [
            "SMITH^JOHN", "Smith^Anna", "smithers", "SMYTHE", "Müller^Jörg", "MÜLLER^A", "100%",
            "100_", "100x", "A\\B", "a\\b", "A", "ÉTÉ", "été", "ete", "O'Neil", "X*Y", "",
            " SMITH", "\u{130}stanbul", "ß", "SS",
        ]
        static let dates = ["20200101", "20200615", "20201231", "20210101", "", "2020"]
        static let descriptions = [
            "CT Abdomen", "ct thorax", "MR BRAIN", "KNEE_LEFT", "50% dose", "back\\slash", "",
        ]

        /// A data set in which values repeat, miss and mix.
        static func samples(seed: UInt64) -> [Sample] {
            var random = Generator(seed: seed)
            var samples: [Sample] = []
            for patient in 0..<40 {
                var patientTags: [String: String] = [:]
                patientTags["PatientName"] = names.randomElement(using: &random)
                patientTags["PatientID"] = "P\(patient % 30)"
                patientTags["PatientSex"] = ["M", "F", "O"].randomElement(using: &random)
                for study in 0..<Int.random(in: 1...3, using: &random) {
                    var studyTags: [String: String] = [:]
                    if Bool.random(using: &random) {
                        studyTags["StudyDate"] = dates.randomElement(using: &random)
                    }
                    studyTags["AccessionNumber"] = "ACC\(Int.random(in: 0...20, using: &random))"
                    studyTags["StudyDescription"] = descriptions.randomElement(using: &random)
                    for series in 0..<Int.random(in: 1...2, using: &random) {
                        var sample = Sample(patient, study, series)
                        sample.patientTags = patientTags
                        sample.studyTags = studyTags
                        sample.seriesTags["Modality"] =
                            ["CT", "MR", "US", "ct"].randomElement(using: &random)
                        sample.seriesTags["CardiacNumberOfImages"] =
                            ["1", "2"].randomElement(using: &random)
                        sample.instanceTags["InstanceNumber"] =
                            "\(Int.random(in: 1...3, using: &random))"
                        sample.lastUpdate = "2024010\(Int.random(in: 1...9, using: &random))T000000"
                        samples.append(sample)
                    }
                }
            }
            // A study was last changed when the store says so, not once a series.
            var updates: [OrthancID: String] = [:]
            for index in samples.indices {
                let id = samples[index].id(.study)
                updates[id] = updates[id] ?? samples[index].lastUpdate
                samples[index].lastUpdate = updates[id] ?? ""
            }
            return samples
        }

        private static let values: [(Tag, [String])] = [
            (
                .patientName,
                [
                    "SMITH^JOHN", "smith*", "SMITH*", "*ITH*", "*mi?h*", "M?LLER*", "Mü*", "MÜ*",
                    "100%", "100_", "100?", "100*", "A\\B", "A\\SMYTHE", "ÉTÉ", "été", "*", "?",
                    "*_",
                    "*%*", "X*Y", "x*", " SMITH", "*NEIL", "S*", "İ*", "ß", "SS*",
                ]
            ),
            (.patientID, ["P1", "p1", "P1\\P2\\P3", "P?", "P1*", "*9"]),
            (Tag(0x0010_0040), ["M", "m", "M\\F"]),
            (
                .studyDate,
                [
                    "20200101", "20200101-20201231", "-20200615", "20200615-", "2020",
                    "20200101\\20210101",
                ]
            ),
            (.accessionNumber, ["ACC1", "acc1*", "*C1*", "ACC?"]),
            (.studyDescription, ["*ABD*", "CT*", "KNEE_LEFT", "KNEE?LEFT", "50%*", "back\\slash"]),
            (.modality, ["CT", "ct", "CT\\MR", "M*", "?T"]),
            (.modalitiesInStudy, ["CT", "MR\\US", "C*"]),
            (Tag(0x0018_1090), ["1", "2", "1\\2"]),
            (.instanceNumber, ["1", "2\\3", "4"]),
        ]

        @Test(
            "a search finds what Orthanc's rules find on the raw values, page by page",
            arguments: [(1, 3000, 20_000), (2, 0, 20_000), (3, 2, 3), (4, 1, 0)]
        )
        func oracle(seed: UInt64, startRows: Int, walkedRows: Int) async throws {
            try await Bench.with { bench in
                let samples = Self.samples(seed: seed)
                try await bench.feed(.a, samples.filter { $0.patient % 2 == 0 })
                try await bench.feed(.b, samples.filter { $0.patient % 3 != 0 })
                try await bench.feed(.c, samples.filter { $0.patient % 2 == 1 })
                bench.reader.limits.firstStartRows = startRows / 4
                bench.reader.limits.startRows = startRows
                bench.reader.limits.walkedRows = walkedRows
                bench.reader.limits.firstWalkedRows = walkedRows / 10
                var random = Generator(seed: seed)
                for number in 0..<120 {
                    let query = try Self.query(samples, &random)
                    let plan = FindPlan(query)
                    let expected = Oracle(samples: samples).find(query)
                    guard plan.unindexed.isEmpty else { continue }
                    let comment = "seed \(seed), question \(number): \(query)"
                    var found: [OrthancID]?
                    do {
                        found = try await bench.reader.find(plan)
                    } catch {
                        Issue.record(error, "\(comment)")
                    }
                    #expect(found == expected, "\(comment)")
                    if query.limit != nil {
                        let resources = try await bench.reader.resources(plan)
                        let many = try await bench.reader.resources(plan.level, expected)
                        #expect(resources == many, "\(comment)")
                    }
                    var all = query
                    all.limit = nil
                    all.since = 0
                    let count = try await bench.reader.count(plan)
                    #expect(count == Oracle(samples: samples).find(all).count, "\(comment)")
                }
            }
        }

        private static func query(
            _ samples: [Sample],
            _ random: inout Generator
        ) throws -> FindQuery {
            var query = FindQuery(level: try #require(Level.allCases.randomElement(using: &random)))
            query.isCaseSensitive = Int.random(in: 0...3, using: &random) == 0
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let (tag, values) = try #require(Self.values.randomElement(using: &random))
                guard !query.constraints.contains(where: { $0.tag == tag }),
                    let value = values.randomElement(using: &random),
                    let constraint = try Constraint(
                        tag: tag,
                        value: value,
                        isCaseSensitive: query.isCaseSensitive
                    )
                else { continue }
                query.constraints.append(constraint)
            }
            if Bool.random(using: &random) {
                query.limit = Int.random(in: 1...10, using: &random)
                query.since = Int.random(in: 0...6, using: &random)
            }
            if Int.random(in: 0...2, using: &random) == 0 {
                let tags: [Tag] = [.patientID, .studyDate, .patientName, .accessionNumber]
                for _ in 0..<Int.random(in: 1...2, using: &random) {
                    let tag = try #require(tags.randomElement(using: &random))
                    guard MainDicomTags.level(of: tag, seenFrom: query.level) != nil else {
                        continue
                    }
                    query.order.append(
                        OrderKey(subject: .tag(tag), isAscending: .random(using: &random))
                    )
                }
            } else if query.level == .study, Bool.random(using: &random) {
                query.order = [
                    OrderKey(
                        subject: .metadata("LastUpdate"),
                        isAscending: .random(using: &random)
                    )
                ]
            }
            if query.level > .patient, Int.random(in: 0...3, using: &random) == 0 {
                let sample = try #require(samples.randomElement(using: &random))
                let above = Level.allCases.filter { $0 < query.level }
                let level = try #require(above.randomElement(using: &random))
                query.ancestor = FindQuery.Ancestor(level: level, id: sample.id(level))
            }
            return query
        }

        @Test("candidates come in pages, each resource once, and end")
        func candidates() async throws {
            try await Bench.with { bench in
                let samples = Self.samples(seed: 9)
                try await bench.feed(.a, samples)
                for order in [[], [OrderKey(subject: .tag(.studyDate), isAscending: false)]] {
                    var query = FindQuery(level: .study)
                    query.constraints = [
                        Constraint(
                            tag: .patientName,
                            rule: .wildcard("*?*"),
                            isCaseSensitive: true
                        )
                    ]
                    query.order = order
                    let plan = FindPlan(query)
                    var (found, pages, cursor) = ([OrthancID](), 0, nil as FindCursor?)
                    repeat {
                        let page = try await bench.reader.candidates(
                            plan,
                            after: cursor,
                            limit: 7
                        )
                        found += page.ids
                        pages += 1
                        cursor = page.next
                    } while cursor != nil && pages < 1000
                    #expect(found == Oracle(samples: samples).find(query))
                    #expect(pages > 3)
                }
            }
        }

        @Test("a caller finds only what his stores hold")
        func scope() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1), Sample(2)])
                try await bench.feed(.b, [Sample(2), Sample(3)])
                let query = FindQuery(level: .study)
                let reader = bench.reader
                #expect(
                    try await reader.find(FindPlan(query, scope: .only([.b])))
                        == [Sample(2).id(.study), Sample(3).id(.study)].sorted()
                )
                #expect(try await reader.count(FindPlan(query, scope: .only([.a]))) == 2)
                #expect(try await reader.find(FindPlan(query, scope: .only([]))).isEmpty)
                #expect(
                    try await reader.list(.patient, limit: 10, scope: .only([.a])).ids
                        == [Sample(1).id(.patient), Sample(2).id(.patient)].sorted()
                )
                #expect(
                    try await reader.resource(.study, Sample(3).id(.study), scope: .only([.a]))
                        == nil
                )
                let seen = try await reader.resource(
                    .study,
                    Sample(2).id(.study),
                    scope: .only([.a])
                )
                #expect(seen?.holders.map(\.store) == [.a])
                let statistics = try await reader.statistics(scope: .only([.a]))
                #expect(statistics.patients == 2 && statistics.instances == 2)
                #expect(try await reader.lookup("P3", scope: .only([.a])).isEmpty)
                #expect(try await reader.lookup("p3").map(\.level) == [.patient])
                let changes = try await reader.changes(ChangeQuestion(), scope: .only([.b]))
                #expect(changes.changes.count == 8)
            }
        }

        @Test("tags of lower levels find nothing, tags of files are left to others")
        func unindexed() throws {
            var query = FindQuery(level: .study)
            query.constraints = [
                Constraint(tag: .modality, rule: .equal("CT"), isCaseSensitive: false)
            ]
            #expect(FindPlan(query).isEmpty)
            query.constraints = [
                Constraint(tag: Tag(0x0028_0010), rule: .equal("512"), isCaseSensitive: false)
            ]
            #expect(!FindPlan(query).isEmpty)
            #expect(FindPlan(query).unindexed.count == 1)
        }

        @Test("computed tags count the union")
        func computed() async throws {
            try await Bench.with { bench in
                var samples = Sample.series(1, 0, 0, count: 3) + Sample.series(1, 0, 1, count: 1)
                for index in samples.indices {
                    samples[index].seriesTags["Modality"] = samples[index].series == 0 ? "MR" : "CT"
                }
                try await bench.feed(.a, samples)
                try await bench.feed(.b, Array(samples.prefix(2)))
                let study = samples[0].id(.study)
                let tags = try await bench.reader.computedTags(
                    .study,
                    [study],
                    [
                        .modalitiesInStudy, .numberOfStudyRelatedInstances,
                        .numberOfStudyRelatedSeries,
                    ]
                )
                #expect(tags[study]?[.modalitiesInStudy] == "CT\\MR")
                #expect(tags[study]?[.numberOfStudyRelatedInstances] == "4")
                #expect(tags[study]?[.numberOfStudyRelatedSeries] == "2")
            }
        }

        @Test("a study whose series have no modality has an empty list of them")
        func noModality() async throws {
            try await Bench.with { bench in
                var samples = Sample.series(1, 0, 0, count: 1)
                samples[0].seriesTags["Modality"] = nil
                try await bench.feed(.a, samples)
                let study = samples[0].id(.study)
                let tags = try await bench.reader.computedTags(
                    .study,
                    [study],
                    [.modalitiesInStudy]
                )
                #expect(tags[study]?[.modalitiesInStudy] == "")
            }
        }
    }
}

/// Searches by Orthanc's rules over raw values, without a database.
struct Oracle {
    let samples: [Sample]

    func find(_ query: FindQuery) -> [OrthancID] {
        var byID: [OrthancID: Sample] = [:]
        for sample in samples where byID[sample.id(query.level)] == nil {
            byID[sample.id(query.level)] = sample
        }
        var found = byID.filter { _, sample in isMatch(sample, query) }
            .sorted { precedes($0, $1, query) }.map(\.key)
        found.removeFirst(min(query.since, found.count))
        return Array(found.prefix(query.limit ?? .max))
    }

    private func isMatch(_ sample: Sample, _ query: FindQuery) -> Bool {
        if let ancestor = query.ancestor, ancestor.id != sample.id(ancestor.level) { return false }
        return query.constraints.allSatisfy { constraint in
            if constraint.tag == .modalitiesInStudy, query.level == .study {
                return samples.contains {
                    $0.id(.study) == sample.id(.study)
                        && constraint.foldedRule.matches(
                            CaseFold.fold($0.seriesTags["Modality"] ?? "")
                        )
                }
            }
            guard let level = MainDicomTags.level(of: constraint.tag, seenFrom: query.level)
            else { return false }
            return constraint.matches(sample.value(constraint.tag, level))
        }
    }

    private func precedes(
        _ left: (key: OrthancID, value: Sample),
        _ right: (key: OrthancID, value: Sample),
        _ query: FindQuery
    ) -> Bool {
        for key in query.order {
            let (one, other) = (
                sortValue(left.value, key, query), sortValue(right.value, key, query)
            )
            switch (one, other) {
            case (nil, nil): continue
            case (nil, _): return false
            case (_, nil): return true
            case (let one?, let other?):
                guard !one.utf8.elementsEqual(other.utf8) else { continue }
                let isLess = one.utf8.lexicographicallyPrecedes(other.utf8)
                return key.isAscending ? isLess : !isLess
            }
        }
        return left.key < right.key
    }

    private func sortValue(_ sample: Sample, _ key: OrderKey, _ query: FindQuery) -> String? {
        guard case .tag(let tag) = key.subject,
            let level = MainDicomTags.level(of: tag, seenFrom: query.level)
        else { return sample.lastUpdate }
        return sample.value(tag, level).map(CaseFold.fold)
    }
}

extension Sample {
    /// Raw value of a main tag, nil when it is missing.
    fileprivate func value(_ tag: Tag, _ level: Level) -> String? {
        let keyword = tag.name
        switch level {
        case .patient: return patientTags[keyword]
        case .study: return studyTags[keyword]
        case .series: return seriesTags[keyword]
        case .instance: return instanceTags[keyword]
        }
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
