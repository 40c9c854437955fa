using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Explanations;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;

namespace LearnML.Training.Fitting.Importance;

/// <summary>Computes the importance of the columns for the networks of each split. All splits are computed together.</summary>
/// <param name="spec">The spec, which asks for it.</param>
/// <param name="data">The data that is trained on.</param>
/// <param name="splits">The splits, in the order of their members.</param>
/// <param name="splitData">The encoded rows of the splits.</param>
/// <param name="trainer">Computes the outputs of the networks.</param>
internal sealed class SplitImportance(
    JobSpec spec, TrainingData data, IReadOnlyList<Split> splits, SplitData splitData, EpochTrainer trainer)
{
    /// <summary>Returns the sums of each split on its validation rows.</summary>
    /// <param name="parts">The number of splits of which the importance is the mean.</param>
    /// <param name="multiplyAdds">The multiply-adds of the networks of one split per row.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public IReadOnlyList<ImportanceSums> OnValidationRows(int parts, double multiplyAdds, CancellationToken cancellationToken)
    {
        var maximum = MaximumRows(parts, multiplyAdds);
        return Compute([.. splits.Select((_, split) => splitData.ReadValidation(split, maximum))], cancellationToken);
    }

    /// <summary>Returns the sums of the only split on the test rows.</summary>
    /// <param name="multiplyAdds">The multiply-adds of the networks per row.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public ImportanceSums OnTestRows(double multiplyAdds, CancellationToken cancellationToken) =>
        Compute([splitData.ReadTest(MaximumRows(1, multiplyAdds))], cancellationToken)[0];

    private int MaximumRows(int parts, double multiplyAdds)
    {
        var columns = splitData.PreparedFor(0).TablePreprocessing!.Columns.Count;
        return ExplanationBudget.MaximumRows((long)columns * spec.Explain!.Repeats * parts, splitData.Width, multiplyAdds);
    }

    private IReadOnlyList<ImportanceSums> Compute(IReadOnlyList<(float[] Inputs, Targets Targets)> rows, CancellationToken cancellationToken)
    {
        var explain = spec.Explain!;
        var columns = splits.Select((_, split) => ExplainedColumn.List(splitData.PreparedFor(split).TablePreprocessing!, explain.Groups)).ToArray();
        var models = rows.Select((each, split) => new ShuffledRows(
            columns[split],
            each.Inputs,
            new RowLosses(each.Targets, splitData.PreparedFor(split).TargetEncoding, data.OutputWidth, areLogarithms: true),
            explain.Repeats,
            spec.Training.Seed));
        return PermutationImportance.Compute(Predict, [.. models], columns[0].Count, explain.Repeats, cancellationToken);
    }

    private float[][] Predict(IReadOnlyList<ReadOnlyMemory<float>> inputs, CancellationToken cancellationToken)
    {
        using var joined = TensorDataset.Create(inputs, splitData.Width, splitData.Train.Data.Device);
        var first = 0L;
        var rows = new long[inputs.Count][];
        for (var split = 0; split < rows.Length; split++)
        {
            var start = first;
            rows[split] = [.. Enumerable.Range(0, inputs[split].Length / splitData.Width).Select(row => start + row)];
            first += rows[split].Length;
        }

        var outputs = trainer.Predict(new RowSet(joined, splitData.Members.Repeat(split => rows[split])), cancellationToken);
        return [.. splits.Select((_, split) => Ensemble.AverageOutputs(data.Task, splitData.Members.Of(split, outputs)))];
    }
}
