using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Fitting.Data;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>Each network trains on exactly its own rows.</summary>
public class TrainedRowsTests
{
    [Theory]
    [InlineData(FoldAssignment.Shuffled, 1)]
    [InlineData(FoldAssignment.Contiguous, 1)]
    [InlineData(FoldAssignment.Stratified, 2)]
    public void Fold_trains_on_all_rows_except_its_own(FoldAssignment assignment, int networks)
    {
        // Each row sets one input, so the weights of this input change only if the network trains on the row.
        const int Count = 59;
        using var scope = NewDisposeScope();
        using var data = new LabeledTrainingData(() => eye(Count), [.. Enumerable.Range(0, Count).Select(row => row % 3)], 3);
        var spec = Specs.Small.Hidden().BatchSize(8).Ensemble(networks).Folds(5, assignment);
        var splits = DataSplitter.CreateFolds(spec.Validation, data, seed: 3);
        using var training = new SplitTrainer(spec, data, splits, CPU);
        var before = Weights(training.Network);

        training.Run(2, KeptEpoch.Last, StopCondition.Never, new RunProgress(new RecordingObserver()));

        var moved = before.Zip(Weights(training.Network), (first, last) => Enumerable.Range(0, Count)
            .Where(row => Enumerable.Range(0, 3).Any(output => first[(output * Count) + row] != last[(output * Count) + row]))
            .Select(row => (long)row).ToArray()).ToArray();
        var expected = splits.OrderByDescending(split => split.Train.Length).SelectMany(split => Enumerable.Repeat(split.Train, networks));
        Assert.Equal(expected, moved);
    }

    [Fact]
    public void Each_network_of_each_fold_has_its_own_initial_weights()
    {
        using var scope = NewDisposeScope();
        using var data = new LabeledTrainingData(() => eye(20), new int[20], 1);
        var spec = Specs.Small.Ensemble(2).Folds(5);
        var splits = DataSplitter.CreateFolds(spec.Validation, data, seed: 3);
        using var all = new SplitTrainer(spec, data, splits, CPU);
        using var third = new SplitTrainer(spec, data, [splits[2]], CPU);
        using var final = new SplitTrainer(spec, data, [new Split(null, data.TrainRows, [])], CPU);

        var weights = Weights(all.Network);

        Assert.Equal(12, weights.Concat(Weights(final.Network)).Select(network => network[0]).Distinct().Count());
        Assert.Equal(weights[4..6], Weights(third.Network));
    }

    // The code of the d2l.ai book adds one fold twice instead of its neighbor (https://d2l.ai, 5.7.5), so some rows are trained twice
    // per epoch and others never.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Each_training_row_is_used_once_per_epoch_with_settings_of_course_notes(long seed)
    {
        const int Rows = 1460, Count = 5, BatchSize = 64;
        using var scope = NewDisposeScope();
        using var data = new LabeledTrainingData(() => zeros(Rows, 1), new int[Rows], 1);
        var splits = DataSplitter.CreateFolds(new ValidationSpec { Folds = Count, Assignment = FoldAssignment.Contiguous }, data, seed);
        using var random = new BatchedRandom(seed, Enumerable.Range(1, Count));
        using var prepared = data.Prepare([]);
        using var order = new RowSet(prepared.Data, [.. splits.Select(split => split.Train)]).Shuffle(random);

        var used = splits.Select(_ => new List<long>()).ToArray();
        for (long start = 0; start < order.Length; start += BatchSize)
        {
            var batch = order.GetBatch(start, BatchSize);
            var indices = batch.Indices.data<long>().ToArray();
            for (var member = 0; member < batch.Members; member++)
            {
                used[member].AddRange(indices.AsSpan((int)(member * batch.RowsPerMember), (int)batch.RowCounts[member]));
            }
        }

        var blocks = Enumerable.Range(0, Rows).Select(row => (long)row).Chunk(Rows / Count).ToArray();
        Assert.Equal(blocks, splits.Select(split => split.Validation));
        for (var fold = 0; fold < Count; fold++)
        {
            Assert.Equal(blocks.Where((_, block) => block != fold).SelectMany(block => block), used[fold].Order());
        }
    }

    // Returns the weights of the first layer, [member][output, input].
    private static float[][] Weights(BatchedNetwork network) =>
        [.. Enumerable.Range(0, network.MemberCount)
            .Select(member => network.StateDict(member).First().Tensor.detach().contiguous().data<float>().ToArray())];
}
