internal import LoadModel

/// A shape that stands for what became of something, in plots and in text.
///
/// Shapes differ as well as colours: they are told apart on paper and by the colour-blind.
enum PlotMark: String, CaseIterable {
    case pass, fail, unstable, inconclusive, void

    init(_ state: StepReport.State) {
        self =
            switch state {
            case .pass: .pass
            case .fail: .fail
            case .unstable: .unstable
            case .inconclusive: .inconclusive
            case .void: .void
            }
    }

    init(_ state: ClauseReport.State) {
        self =
            switch state {
            case .met: .pass
            case .missed: .fail
            case .undecided: .inconclusive
            }
    }

    init(_ state: RunVerdict.State) {
        self =
            switch state {
            case .met: .pass
            case .missed: .fail
            case .inconclusive: .inconclusive
            case .void: .void
            case .unusable: .unstable
            }
    }

    init(isMet: Bool) { self = isMet ? .pass : .void }

    /// Written once a page: the shapes, to which ``write(to:)`` refers.
    static func writeShapes(to html: inout HTMLWriter) {
        html.raw(
            """
            <svg width="0" height="0" class="shapes" aria-hidden="true"><defs>\
            <symbol id="m-pass" viewBox="0 0 12 12"><circle cx="6" cy="6" r="4.6"/></symbol>\
            <symbol id="m-kept" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5.8"/>\
            <path class="tick" d="M3.4 6.2L5.3 8.2 8.7 4"/></symbol>\
            <symbol id="m-fail" viewBox="0 0 12 12">\
            <path class="stroke" d="M2 2L10 10M10 2L2 10"/></symbol>\
            <symbol id="m-unstable" viewBox="0 0 12 12"><path d="M6 1L11.4 10.6H.6z"/></symbol>\
            <symbol id="m-inconclusive" viewBox="0 0 12 12">\
            <path class="hollow" d="M6 1.2L10.8 6 6 10.8 1.2 6z"/></symbol>\
            <symbol id="m-void" viewBox="0 0 12 12">\
            <path class="hollow" d="M1.8 1.8h8.4v8.4H1.8zM1.8 10.2l8.4-8.4"/></symbol>\
            </defs></svg>
            """
        )
    }

    /// The shape alone, as high as the text around it.
    func write(to html: inout HTMLWriter) {
        html.element("svg", ["class": "mark \(rawValue)", "aria-hidden": "true"]) { html in
            html.empty("use", ["href": "#m-\(rawValue)"])
        }
    }

    /// The shape where it stands alone and large.
    func writeLarge(to html: inout HTMLWriter) {
        html.element("svg", ["class": "mark \(rawValue)", "aria-hidden": "true"]) { html in
            html.empty("use", ["href": self == .pass ? "#m-kept" : "#m-\(rawValue)"])
        }
    }

    /// The shape and a word.
    func write(_ word: String, to html: inout HTMLWriter) {
        html.element("span", ["class": "state \(rawValue)"]) { html in
            write(to: &html)
            html.write(word)
        }
    }
}
