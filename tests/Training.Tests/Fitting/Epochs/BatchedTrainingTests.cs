using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>A member of a stack learns as if it were alone, whatever rows the others have.</summary>
public class BatchedTrainingTests
{
    // Steps of 8 rows. The last of an epoch: 8, 4, 4 and 1 rows; or 2 and 1 of two members, which the others miss.
    private static readonly (int First, int Count, int Stride)[][] Members =
    [
        [(0, 24, 1), (3, 20, 5), (1, 20, 7), (5, 17, 11)],
        [(0, 18, 1), (2, 17, 7), (7, 16, 5), (1, 3, 1)],
    ];

    private static readonly ReferenceRun[] Cases = ReferenceRunFile.Read().Cases;

    public static TheoryData<string, int> CasesAndMembers => new(
        from trace in Cases
        from stack in Enumerable.Range(0, Members.Length)
        select (trace.Name, stack));

    [Theory]
    [MemberData(nameof(CasesAndMembers))]
    public void Members_with_other_rows_and_fewer_steps_learn_as_alone(string name, int stack)
    {
        var trace = Cases.Single(each => each.Name == name);
        var rows = Members[stack].Select(member => Rows(member.First, member.Count, member.Stride)).ToArray();
        using var together = new ReferenceReplay(trace, rows.Length);
        using var alone = new SeparateReplays(trace, rows.Length);

        for (var epoch = 0; epoch < 3; epoch++)
        {
            var measured = together.TrainEpoch(rows);
            for (var member = 0; member < rows.Length; member++)
            {
                var expected = alone[member].TrainEpoch([rows[member]])[0];
                Approximately.Equal(expected.Loss, measured[member].Loss);
                Approximately.Equal(expected.GradientNorm, measured[member].GradientNorm);
                Assert.Equal(expected.Accuracy, measured[member].Accuracy);
            }
        }

        for (var member = 0; member < rows.Length; member++)
        {
            Approximately.EqualRelativeToLargest(SortedWeights(alone[member], 0), SortedWeights(together, member));
            Approximately.EqualRelativeToLargest(alone[member].Outputs(0), together.Outputs(member));
        }

        // The members really learned different things.
        Assert.Equal(rows.Length, rows.Select((_, member) => together.Outputs(member)[0]).Distinct().Count());
    }

    private static float[] SortedWeights(ReferenceReplay replay, int member) =>
        [.. replay.Weights(member).OrderBy(weight => weight.Key, StringComparer.Ordinal).SelectMany(weight => weight.Value)];

    // Each in another order: of 24 rows every stride here reaches all.
    private static long[] Rows(int first, int count, int stride) =>
        [.. Enumerable.Range(0, count).Select(index => (long)((first + (index * stride)) % 24))];

    private sealed class SeparateReplays(ReferenceRun reference, int count) : IDisposable
    {
        private readonly ReferenceReplay[] replays = [.. Enumerable.Range(0, count).Select(_ => new ReferenceReplay(reference))];

        public ReferenceReplay this[int member] => replays[member];

        public void Dispose() => Array.ForEach(replays, replay => replay.Dispose());
    }
}
