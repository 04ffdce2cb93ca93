internal import Yams

/// Reads scenario files.
package enum ScenarioReader {
    /// Reads and checks one scenario.
    ///
    /// - Parameters:
    ///   - text: The whole file, at most 1 MiB.
    ///   - name: The file's name, for errors.
    /// - Throws: ``ScenarioError`` with everything that is wrong, one line each.
    package static func read(text: String, name: String) throws(ScenarioError) -> Scenario {
        let log = ProblemLog(file: name)
        guard let document = ScenarioDocument(text, log) else { throw ScenarioError(log.problems) }
        let scenario = SectionReader(document.root, .scenario, "", log).scenario()
        try log.check()
        return scenario
    }
}

extension SectionReader {
    /// The whole file.
    fileprivate func scenario() -> Scenario {
        _ = choice("version")
        let targets = targets()
        let plan = plan()
        let (corpus, demand) = (corpus(targets: targets), demand())
        let sessions = sessions()
        var scenario = Scenario(
            name: name("name"),
            targets: targets,
            observe: sources(),
            corpus: corpus,
            demand: demand,
            traffic: [],
            sessions: sessions,
            arrival: arrival(),
            profile: profile(),
            clauses: [],
            plan: plan,
            cleanup: choice("cleanup", or: .deleteUploaded),
            report: report(),
            limits: generatorLimits(),
            closedLoop: closedLoop()
        )
        if let closed = scenario.closedLoop {
            // The rates of it tell the mix alone: nothing comes by a schedule.
            scenario.profile = RateProfile([.init(duration: closed.duration, from: 1, to: 1)])
        }
        scenario.traffic = traffic(in: scenario)
        scenario.clauses = clauses(in: scenario)
        checkPlan(of: scenario)
        return scenario
    }

    private func report() -> Scenario.Report {
        let inner = nested("report", .report)
        return Scenario.Report(
            html: inner.lineIfAny("html"),
            json: inner.lineIfAny("json"),
            markdown: inner.lineIfAny("markdown"),
            junit: inner.lineIfAny("junit"),
            csv: inner.lineIfAny("csv"),
            hlog: inner.lineIfAny("hlog")
        )
    }

    private func generatorLimits() -> Scenario.Limits {
        let inner = nested("limits", .limits)
        return Scenario.Limits(
            inFlight: inner.count("inFlight"),
            connections: inner.count("connections")
        )
    }

    private func closedLoop() -> Scenario.ClosedLoop? {
        guard states("closedLoop") else { return nil }
        let inner = nested("closedLoop", .closedLoop)
        return Scenario.ClosedLoop(
            workers: inner.count("workers"),
            duration: inner.duration("for")
        )
    }
}
