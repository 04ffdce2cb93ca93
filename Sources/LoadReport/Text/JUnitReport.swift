package import LoadModel

/// A report as tests, for a build server: one suite a step, one case for each promise and for each
/// check of the generator, and one for the verdict.
///
/// In a fixed run a missed promise is a failure, one that could not be decided is skipped, and all
/// of a void step are errors. A search goes to loads that are not carried on purpose: there a case
/// that isn't met is skipped with its reason, and the verdict alone can fail. Times are seconds.
///
/// Source of the form: the Jenkins xUnit plug-in's junit-10.xsd, which build servers agree on.
package enum JUnitReport {
    package static func text(of report: RunReport) -> String {
        var suites = [verdict(report)]
        for (index, step) in report.steps.enumerated() {
            suites.append(
                suite(
                    step,
                    index,
                    isSearch: report.capacity != nil,
                    label: report.identity.label
                )
            )
        }
        var output = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        output += "<testsuites" + attribute("name", report.identity.name)
        output += totals(suites.flatMap(\.cases)) + ">\n"
        for suite in suites { output += suite.text }
        return output + "</testsuites>\n"
    }

    // MARK: Cases

    private static func verdict(_ report: RunReport) -> Suite {
        let verdict = report.verdict
        let ending: Case.Ending =
            switch verdict.state {
            case .met: .passed
            // As the exit code says: what isn't decided isn't met.
            case .missed, .inconclusive: .failed(verdict.sentence)
            case .void, .unusable: .error(verdict.sentence)
            }
        let detail = ([verdict.sentence] + verdict.reasons).joined(separator: "\n")
        let only = Case(name: "verdict", ending: ending, detail: detail)
        return Suite(
            name: report.identity.name,
            seconds: 0,
            cases: [only],
            label: report.identity.label
        )
    }

    /// - Parameter label: What must be said of the whole run.
    private static func suite(
        _ step: StepReport,
        _ index: Int,
        isSearch: Bool,
        label: String?
    ) -> Suite {
        let all =
            step.clauses.map { clause($0, in: step) } + step.checks.map { check($0, in: step) }
        let load = "\(Figure.factor(step.factor)), \(Figure.rate(step.offeredRate)) offered"
        return Suite(
            name: "step \(index + 1): \(step.label) (\(load))",
            seconds: step.result.duration.inSeconds,
            cases: isSearch ? all.map { $0.ofSearch } : all,
            label: label
        )
    }

    private static func clause(_ clause: ClauseReport, in step: StepReport) -> Case {
        let ending: Case.Ending =
            switch (step.isVoid, clause.state) {
            case (true, _): .error("void step: " + step.voidReason)
            case (_, .met): .passed
            case (_, .missed): .failed("missed: " + clause.measured)
            case (_, .undecided): .skipped("undecided: " + clause.undecidedReason)
            }
        return Case(name: clause.text, ending: ending, detail: clause.measured)
    }

    private static func check(_ check: ValidityCheck, in step: StepReport) -> Case {
        Case(
            name: "\(check.cause.rawValue): \(check.name)",
            ending: check.isMet ? .passed : .error("void: " + check.inWords),
            detail: check.inWords
        )
    }

    // MARK: XML

    private struct Case {
        enum Ending {
            case passed
            case failed(String)
            case error(String)
            case skipped(String)
        }

        let name: String
        let ending: Ending
        let detail: String

        var ofSearch: Case {
            switch ending {
            case .passed, .skipped: self
            case .failed(let reason), .error(let reason):
                Case(name: name, ending: .skipped("part of the search: " + reason), detail: detail)
            }
        }

        func text(in suite: String) -> String {
            var output = "    <testcase" + attribute("classname", suite)
            output += attribute("name", name)
            switch ending {
            case .passed: return output + "/>\n"
            case .failed(let reason): output += element("failure", reason)
            case .error(let reason): output += element("error", reason)
            case .skipped(let reason):
                output += ">\n      <skipped" + attribute("message", reason) + "/>\n"
            }
            return output + "    </testcase>\n"
        }

        private func element(_ name: String, _ reason: String) -> String {
            ">\n      <\(name)" + attribute("message", reason) + attribute("type", name) + ">"
                + EscapedText.markup(detail) + "</\(name)>\n"
        }
    }

    private struct Suite {
        let name: String
        let seconds: Double
        let cases: [Case]
        let label: String?

        var text: String {
            var output = "  <testsuite" + attribute("name", name) + totals(cases)
            let time = Figure.fixed(seconds, 3).filter { $0 != "," }
            output += attribute("time", time) + ">\n"
            if let label {
                output += "    <properties><property" + attribute("name", "loop")
                output += attribute("value", label) + "/></properties>\n"
            }
            for test in cases { output += test.text(in: name) }
            return output + "  </testsuite>\n"
        }
    }

    private static func totals(_ cases: [Case]) -> String {
        var (failures, errors, skipped) = (0, 0, 0)
        for test in cases {
            switch test.ending {
            case .passed: break
            case .failed: failures += 1
            case .error: errors += 1
            case .skipped: skipped += 1
            }
        }
        return attribute("tests", String(cases.count)) + attribute("failures", String(failures))
            + attribute("errors", String(errors)) + attribute("skipped", String(skipped))
    }

    /// Line breaks would become blanks in it.
    private static func attribute(_ name: String, _ value: String) -> String {
        " \(name)=\"" + EscapedText.markup(value).replacing("\n", with: "&#10;") + "\""
    }
}
