/// What a patient's number says about the person.
struct SyntheticPerson {
    let number: Int

    private struct Form {
        let name: String
        let charset: DataSetWriter.Charset
        let birth: String?
        let sex: String?
    }

    /// Each form is a case that a search must get right.
    private static let forms: [Form] = [
        Form(name: "BAGGINS^FRODO", charset: .ascii, birth: "19680922", sex: "M"),
        Form(name: "Müller^Éowyn", charset: .latin1, birth: "19550301", sex: "F"),
        Form(name: "gamgee^samwise^^mr^jr", charset: .ascii, birth: "19800406", sex: "M"),
        Form(name: "ØRSTED^ÅSE", charset: .utf8, birth: "20011231", sex: "F"),
        Form(name: "Ōkami^Haruki=狼^春樹", charset: .utf8, birth: "19991201", sex: "O"),
        Form(name: "", charset: .ascii, birth: "", sex: ""),
        Form(name: "O'Neil^Anne-Marie", charset: .ascii, birth: nil, sex: nil),
        Form(name: "straße^jürgen", charset: .latin1, birth: "19450508", sex: "M"),
        Form(name: "BAGGINS^BILBO 100%", charset: .ascii, birth: "19410922", sex: "M"),
        Form(name: "baggins_^drogo", charset: .ascii, birth: "19080101", sex: "M"),
    ]

    private var form: Form { Self.forms[number % Self.forms.count] }

    var charset: DataSetWriter.Charset { form.charset }

    /// Upper, lower and mixed case, with blanks inside; every one is different.
    var id: String {
        switch number % 4 {
        case 0: "ISG-\(1000 + number)"
        case 1: "isg-\(1000 + number)"
        case 2: "Isg \(1000 + number)/a"
        default: "00\(number)"
        }
    }

    func write(to writer: inout DataSetWriter) {
        writer.text(0x0010_0010, "PN", form.name)
        writer.text(0x0010_0020, "LO", id)
        if let birth = form.birth { writer.text(0x0010_0030, "DA", birth) }
        if let sex = form.sex { writer.text(0x0010_0040, "CS", sex) }
        if number % 3 == 0 { writer.text(0x0010_1000, "LO", "OTHER-\(number)") }
    }
}

/// What a study's place says about it.
struct SyntheticStudy {
    let place: SyntheticCorpus.Place
    let person: SyntheticPerson

    private static let descriptions = [
        "KNEE left", "Thorax à jeun", "", "CT CHEST/ABDOMEN", "knee RIGHT", "Kontrolle 50%",
    ]

    private var number: Int { place.patient * 3 + place.study }

    /// From 1990 on, one to four years apart, so that ranges cut anywhere.
    private var date: String {
        let year = 1990 + (number * 7) % 36
        let month = 1 + (number * 5) % 12
        let day = 1 + (number * 11) % 28
        return "\(year)" + (month < 10 ? "0" : "") + "\(month)" + (day < 10 ? "0" : "") + "\(day)"
    }

    func write(to writer: inout DataSetWriter) {
        writer.text(0x0008_0020, "DA", date)
        writer.text(0x0008_0030, "TM", number % 4 == 0 ? "083000.123" : "1\(number % 10)1500")
        writer.text(0x0008_0050, "SH", number % 5 == 4 ? "" : "acc-\(100 + number)A")
        writer.text(0x0020_0010, "SH", "S\(number)")
        let description = Self.descriptions[number % Self.descriptions.count]
        if number % 7 != 6 { writer.text(0x0008_1030, "LO", description) }
        writer.text(0x0008_0090, "PN", number % 2 == 0 ? "GREY^GANDALF" : "brown^radagast")
        writer.text(0x0008_0080, "LO", ["Isengard Clinic", "Edoras", "MINAS TIRITH"][number % 3])
    }
}

/// What a series' place says about it.
struct SyntheticSeries {
    let place: SyntheticCorpus.Place

    private static let modalities = [
        ("MR", "1.2.840.10008.5.1.4.1.1.4"), ("CT", "1.2.840.10008.5.1.4.1.1.2"),
        ("US", "1.2.840.10008.5.1.4.1.1.6.1"), ("SR", "1.2.840.10008.5.1.4.1.1.88.11"),
    ]

    private var number: Int { place.patient + place.study + place.series * 2 }
    private var form: (String, String) { Self.modalities[number % Self.modalities.count] }

    var sopClass: String { form.1 }

    func write(to writer: inout DataSetWriter) {
        writer.text(0x0008_0060, "CS", form.0)
        writer.text(0x0020_0011, "IS", "\(place.series + 1)")
        writer.text(0x0008_103e, "LO", place.series == 2 ? "" : "\(form.0) t\(place.series) axial")
        writer.text(0x0018_0015, "CS", ["KNEE", "CHEST", "HEAD"][number % 3])
        writer.text(0x0008_0070, "LO", "Palantir")
        writer.text(0x0008_1010, "SH", "STATION\(number % 4)")
        if number % 2 == 0 { writer.text(0x0018_1030, "LO", "protocol a\\b") }
        guard place.series == 1 else { return }
        var item = DataSetWriter()
        item.text(0x0040_0007, "LO", "step \(number)")
        item.text(0x0040_0009, "SH", "SPS\(number)")
        writer.sequence(0x0040_0275, [item])
    }
}
