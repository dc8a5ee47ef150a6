import Diff
import Testing

@Test func theExitStatusesAreThoseOfKubectlDiffAndTwoMore() {
    #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
    #expect(ExitStatus.leading(of: [.drift, .inconclusive]) == .drift)
}
