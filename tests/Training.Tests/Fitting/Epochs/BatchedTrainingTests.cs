using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>A member of a batched network learns the same as alone, whatever rows the other members have.</summary>
public class BatchedTrainingTests
{
    // A step has 8 rows. The last step of an epoch has 8, 4, 4 and 1 rows; or 2 and 1 rows of two members, and none of the others.
    private static readonly (int First, int Count, int Stride)[][] Members =
    [
        [(0, 24, 1), (3, 20, 5), (1, 20, 7), (5, 17, 11)],
        [(0, 18, 1), (2, 17, 7), (7, 16, 5), (1, 3, 1)],
    ];

    private static readonly ReferenceRun[] Cases = ReferenceRunFile.ReadAll();

    public static TheoryData<string, int> CasesAndMembers => new(
        from reference in Cases
        from network in Enumerable.Range(0, Members.Length)
        select (reference.Name, network));

    [Theory]
    [MemberData(nameof(CasesAndMembers))]
    public void Members_with_different_rows_and_steps_learn_as_alone(string name, int network)
    {
        var reference = Cases.Single(candidate => candidate.Name == name);
        var rows = Members[network].Select(member => Rows(member.First, member.Count, member.Stride)).ToArray();
        using var batched = new ReferenceReplay(reference, rows.Length);
        using var alone = new SeparateReplays(reference, rows.Length);

        for (var epoch = 0; epoch < 3; epoch++)
        {
            var measured = batched.TrainEpoch(rows);
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
            Approximately.EqualRelativeToLargest(SortedWeights(alone[member], 0), SortedWeights(batched, member));
            Approximately.EqualRelativeToLargest(alone[member].Outputs(0), batched.Outputs(member));
        }

        // The members really learned different weights.
        Assert.Equal(rows.Length, rows.Select((_, member) => batched.Outputs(member)[0]).Distinct().Count());
    }

    private static float[] SortedWeights(ReferenceReplay replay, int member) =>
        [.. replay.Weights(member).OrderBy(weight => weight.Key, StringComparer.Ordinal).SelectMany(weight => weight.Value)];

    // Each stride visits all 24 rows in a different order.
    private static long[] Rows(int first, int count, int stride) =>
        [.. Enumerable.Range(0, count).Select(index => (long)((first + (index * stride)) % 24))];

    private sealed class SeparateReplays(ReferenceRun reference, int count) : IDisposable
    {
        private readonly ReferenceReplay[] replays = [.. Enumerable.Range(0, count).Select(_ => new ReferenceReplay(reference))];

        public ReferenceReplay this[int member] => replays[member];

        public void Dispose() => Array.ForEach(replays, replay => replay.Dispose());
    }
}
