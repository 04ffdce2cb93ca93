import OrthancModel
import Testing

@Suite struct JobMachineTests {
    private func after(
        _ state: JobState,
        _ action: JobAction,
        hasBegun: Bool = true,
        wish: JobWish = .none
    ) -> (JobMachine, accepted: Bool) {
        var machine = JobMachine(state: state, wish: wish)
        let accepted = machine.apply(action, hasBegun: hasBegun)
        return (machine, accepted)
    }

    @Test(
        "what has ended can be cancelled and paused to no effect, and not resumed",
        arguments: [JobState.success, .failure]
    )
    func ended(state: JobState) {
        for action in [JobAction.cancel, .pause] {
            let (machine, accepted) = after(state, action)
            #expect(accepted)
            #expect(machine == JobMachine(state: state))
        }
        #expect(!after(state, .resume).accepted)
        #expect(after(state, .resubmit).accepted == (state == .failure))
    }

    @Test("a running job is asked, not stopped")
    func running() {
        #expect(after(.running, .cancel).0 == JobMachine(state: .running, wish: .cancel))
        #expect(after(.running, .pause).0 == JobMachine(state: .running, wish: .pause))
        #expect(!after(.running, .resubmit).accepted)
        let (machine, _) = after(.running, .pause, wish: .cancel)
        #expect(machine.wish == .cancel)
    }

    @Test("what has done nothing is cancelled at once; what has begun runs once more, to undo it")
    func waiting() {
        for state in [JobState.pending, .paused, .retry] {
            let (untouched, _) = after(state, .cancel, hasBegun: false)
            #expect(untouched.state == .failure)
            #expect(untouched.isCanceled)
            let (begun, _) = after(state, .cancel)
            #expect(begun.state == .pending)
            #expect(begun.wish == .cancel)
        }
    }

    @Test("a paused job is resumed, a failed one submitted again")
    func again() {
        #expect(after(.paused, .resume).0 == JobMachine(state: .pending))
        #expect(after(.failure, .resubmit).0 == JobMachine(state: .pending))
        #expect(!after(.pending, .resume).accepted)
    }
}
