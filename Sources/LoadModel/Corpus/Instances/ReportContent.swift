internal import DICOM

/// The content of documents: reports, dose reports, lists of key objects.
enum ReportContent {
    static func write(_ head: SeriesHead, to writer: inout ElementWriter) {
        let title = title(head.sopClass)
        writer.text(0x0040_A040, .CS, "CONTAINER")
        writer.sequence(0x0040_A043, [title])
        writer.text(0x0040_A050, .CS, "SEPARATE")
        if head.sopClass == .keyObjectSelection {
            let evidence = evidence(head)
            writer.sequence(0x0040_A375, [evidence.study])
            writer.sequence(0x0040_A504, [template("2010")])
            writer.sequence(0x0040_A730, evidence.items)
            return
        }
        writer.sequence(0x0040_A372, [])
        writer.text(0x0040_A491, .CS, "COMPLETE")
        writer.text(0x0040_A493, .CS, "UNVERIFIED")
        if head.sopClass == .radiationDoseReport {
            writer.sequence(0x0040_A504, [template("10011")])
            writer.sequence(0x0040_A730, doseItems(head))
        } else {
            writer.sequence(0x0040_A730, textItems(head))
        }
    }

    private static func title(_ sopClass: SOPClass) -> ElementWriter {
        switch sopClass {
        case .keyObjectSelection: ElementWriter(code: "113000", "DCM", "Of Interest")
        case .radiationDoseReport:
            ElementWriter(code: "113701", "DCM", "X-Ray Radiation Dose Report")
        default: ElementWriter(code: "18748-4", "LN", "Diagnostic imaging report")
        }
    }

    private static func template(_ number: String) -> ElementWriter {
        var template = ElementWriter()
        template.text(0x0008_0105, .CS, "DCMR")
        template.text(0x0040_DB00, .CS, number)
        return template
    }

    /// The instances of the study's first series, at most ten.
    private static func evidence(
        _ head: SeriesHead
    ) -> (study: ElementWriter, items: [ElementWriter]) {
        let first = head.study.series[0]
        let instances = (0..<min(10, first.instanceCount)).map {
            ElementWriter(
                referring: first.format.sopClass,
                head.study.uid(series: 0, instance: $0)
            )
        }
        var series = ElementWriter()
        series.sequence(0x0008_1199, instances)
        series.uid(0x0020_000E, head.study.uid(series: 0))
        var study = ElementWriter()
        study.sequence(0x0008_1115, [series])
        study.uid(0x0020_000D, head.study.uid)
        let items = instances.map { instance in
            var item = ElementWriter()
            item.sequence(0x0008_1199, [instance])
            item.text(0x0040_A010, .CS, "CONTAINS")
            item.text(0x0040_A040, .CS, "COMPOSITE")
            return item
        }
        return (study, items)
    }

    /// 8 to 40 paragraphs.
    private static func textItems(_ head: SeriesHead) -> [ElementWriter] {
        var random = head.study.random(series: head.place)
        return (0..<8 + random.below(33)).map { _ in
            var item = ElementWriter()
            item.text(0x0040_A010, .CS, "CONTAINS")
            item.text(0x0040_A040, .CS, "TEXT")
            item.sequence(0x0040_A043, [ElementWriter(code: "121071", "DCM", "Finding")])
            item.text(0x0040_A160, .UT, sentence(&random))
            return item
        }
    }

    /// Four to forty irradiation events, each in a few numbers.
    private static func doseItems(_ head: SeriesHead) -> [ElementWriter] {
        var random = head.study.random(series: head.place)
        return (0..<4 + random.below(37)).map { _ in
            var item = ElementWriter()
            item.text(0x0040_A010, .CS, "CONTAINS")
            item.text(0x0040_A040, .CS, "NUM")
            item.sequence(0x0040_A043, [ElementWriter(code: "113830", "DCM", "Mean CTDIvol")])
            var value = ElementWriter()
            value.sequence(0x0040_08EA, [ElementWriter(code: "mGy", "UCUM", "mGy")])
            value.text(0x0040_A30A, .DS, "\(1 + random.below(40)).\(random.below(10))")
            item.sequence(0x0040_A300, [value])
            return item
        }
    }

    private static func sentence(_ random: inout CorpusRandom) -> String {
        let count = 12 + random.below(40)
        return (0..<count).map { _ in words[random.below(words.count)] }.joined(separator: " ")
            + "."
    }

    private static let words = [
        "no", "evidence", "of", "acute", "disease", "the", "lungs", "are", "clear", "heart", "size",
        "is", "normal", "unchanged", "since", "prior", "study", "mild", "degenerative", "change",
        "without", "effusion", "or", "fracture", "small", "nodule", "in", "left", "right", "lobe",
        "measures", "mm", "follow", "up", "recommended", "impression", "stable", "appearance",
    ]
}
