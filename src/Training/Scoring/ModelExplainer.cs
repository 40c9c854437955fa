using LearnML.Training.Datasets.Tables;
using LearnML.Training.Explanations;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Scoring;

/// <summary>Computes on labelled rows how important the columns of a loaded model are.</summary>
/// <param name="predictor">The model; it takes rows of a table.</param>
/// <param name="settings">How the importance is computed.</param>
public sealed class ModelExplainer(Predictor predictor, ImportanceSettings settings)
{
    private readonly ScoredTable table = new(predictor.Description);

    /// <summary>Uses the rows of a CSV file, which may be in another encoding than the training table.</summary>
    /// <param name="content">The file, as a seekable stream.</param>
    /// <param name="encoding">The encoding of the file, one of <see cref="CsvFormatReuse.SupportedEncodings"/>; null detects it.</param>
    /// <param name="maximumColumns">The maximum number of columns of the file; as many as the training table had are always read.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <exception cref="TableFormatException">
    /// The file is not CSV, it has no target column, no valid weights or fewer than two labelled rows, or a row has no finite prediction.
    /// </exception>
    public ImportanceScores ExplainCsv(Stream content, string? encoding, int maximumColumns, CancellationToken cancellationToken)
    {
        using var reader = LabelledTableReader.OpenCsv(predictor, table, content, encoding, maximumColumns);
        return Explain(reader, cancellationToken);
    }

    /// <summary>Uses the rows of a dataset's table.</summary>
    /// <param name="file">The table.</param>
    /// <param name="name">The name of the dataset.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <exception cref="TableFormatException">
    /// The table has no target column, no valid weights or fewer than two labelled rows, or a row has no finite prediction.
    /// </exception>
    public ImportanceScores ExplainTable(TableFile file, string name, CancellationToken cancellationToken)
    {
        using var reader = LabelledTableReader.OpenDataset(predictor, table, file, name);
        return Explain(reader, cancellationToken);
    }

    private ImportanceScores Explain(LabelledTableReader reader, CancellationToken cancellationToken)
    {
        var columns = ExplainedColumn.List(predictor.Description.Table!, settings.Groups);
        var width = predictor.Description.Inputs;
        var sample = new RowSample(
            ExplanationBudget.MaximumRows((long)columns.Count * settings.Repeats, width, predictor.MultiplyAdds), width, settings.Seed);
        foreach (var (labelled, inputs, _) in reader.ReadChunks(cancellationToken))
        {
            foreach (var row in labelled.Rows)
            {
                _ = sample.Add(inputs.AsSpan((int)row * width, width));
            }
        }

        var (all, warnings) = reader.Finish();
        var (used, values) = sample.Finish();
        var targets = all.Targets.SelectRows(used);
        ScoredTargets.Require(predictor, all with { Rows = Array.ConvertAll(used, row => all.Rows[row]), Targets = targets });
        var losses = new RowLosses(targets, predictor.Description.Target, predictor.OutputsPerRow);
        var rows = new ShuffledRows(columns, values, losses, settings.Repeats, settings.Seed);
        var sums = PermutationImportance.Compute(Compute, [rows], columns.Count, settings.Repeats, cancellationToken)[0];
        return sums.FindProblem() is { } problem
            ? throw reader.Problem($"the importance cannot be computed: {problem}")
            : new ImportanceScores(all.Rows.Length, used.Length, sums.ToImportance(columns), warnings);
    }

    private float[][] Compute(IReadOnlyList<ReadOnlyMemory<float>> inputs, CancellationToken cancellationToken)
    {
        var outputs = new float[inputs[0].Length / predictor.Description.Inputs * predictor.OutputsPerRow];
        predictor.Run(inputs[0].Span, outputs, cancellationToken);
        return [outputs];
    }
}
