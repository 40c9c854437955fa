using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Explanations;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Scoring;

/// <summary>Computes on rows of a table what a loaded model predicts on average at the values of its columns.</summary>
/// <param name="predictor">The model; it takes rows of a table.</param>
/// <param name="columns">One column, or two for the effect of the pair; empty for the effect of each column.</param>
/// <param name="points">The maximum number of values of a column, at least 2.</param>
/// <param name="output">The index of the class whose probability is the prediction; 0 for regression.</param>
public sealed class EffectExplainer(Predictor predictor, IReadOnlyList<string> columns, int points, int output)
{
    private const int MaximumIndividuals = 50;
    private const long Seed = 0;

    private readonly ScoredTable table = new(predictor.Description);
    private readonly IReadOnlyList<ExplainedColumn> all = ExplainedColumn.List(predictor.Description.Table!, []);

    /// <summary>Uses the rows of a CSV file, which may be in another encoding than the training table.</summary>
    /// <param name="content">The file, as a seekable stream.</param>
    /// <param name="encoding">The encoding of the file, one of <see cref="CsvFormatReuse.SupportedEncodings"/>; null detects it.</param>
    /// <param name="maximumColumns">The maximum number of columns of the file; as many as the training table had are always read.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <exception cref="TableFormatException">The file is not CSV, has no labelled row, or a row has no finite prediction.</exception>
    public EffectScores ExplainCsv(Stream content, string? encoding, int maximumColumns, CancellationToken cancellationToken)
    {
        using var reader = LabelledTableReader.OpenCsv(predictor, table, content, encoding, maximumColumns);
        return Explain(reader, cancellationToken);
    }

    /// <summary>Uses the rows of a dataset's table.</summary>
    /// <param name="file">The table.</param>
    /// <param name="name">The name of the dataset.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <exception cref="TableFormatException">The table has no labelled row, or a row has no finite prediction.</exception>
    public EffectScores ExplainTable(TableFile file, string name, CancellationToken cancellationToken)
    {
        using var reader = LabelledTableReader.OpenDataset(predictor, table, file, name);
        return Explain(reader, cancellationToken);
    }

    private EffectScores Explain(LabelledTableReader reader, CancellationToken cancellationToken)
    {
        int[][] effects = columns.Count == 0
            ? [.. all.Select((_, index) => new[] { index })]
            : [[.. columns.Select(name => all.Index().First(each => each.Item.Name == name).Index)]];
        var width = predictor.Description.Inputs;
        var passes = effects.Sum(effect => (long)Math.Pow(points + 1, effect.Length));
        var sample = new RowSample(ExplanationBudget.MaximumRows(passes, width, predictor.MultiplyAdds), width, Seed);
        var (cells, first) = (new Dictionary<long, IComparable?[]>(), 0L);
        foreach (var (labelled, inputs, rows) in reader.ReadChunks(cancellationToken))
        {
            var read = all.Select(column => rows.Find(column.Name)).ToArray();
            foreach (var (place, row) in labelled.Rows.Index())
            {
                if (sample.Add(inputs.AsSpan((int)row * width, width)))
                {
                    cells[first + place] = Array.ConvertAll(read, column => EffectGrid.ReadCell(column, row));
                }
            }

            first += labelled.Rows.Length;
        }

        var (labels, warnings) = reader.Finish();
        var (used, values) = sample.Finish();
        var dependence = new PartialDependence((mixed, predicted) => Compute(mixed, predicted, cancellationToken), values, width);
        var usedCells = Array.ConvertAll(used, row => cells[row]);
        ColumnEffect[] computed = [.. effects.Select(effect => Compute(dependence, effect, usedCells, cancellationToken))];
        return computed.Any(effect => effect.Mean.Any(mean => !double.IsFinite(mean)))
            ? throw reader.Problem($"an effect cannot be computed: {Predictor.OverflowReason}")
            : new EffectScores(labels.Rows.Length, used.Length, computed, warnings);
    }

    private ColumnEffect Compute(PartialDependence dependence, int[] effect, IComparable?[][] cells, CancellationToken cancellationToken)
    {
        var axes = effect.Select(column => (Column: all[column], Grid: EffectGrid.Choose(Array.ConvertAll(cells, row => row[column]), points)))
            .ToArray();
        int[][] grid = axes.Length == 1
            ? [.. axes[0].Grid.Rows.Select(row => new[] { row })]
            : [.. axes[0].Grid.Rows.SelectMany(row => axes[1].Grid.Rows.Select(other => new[] { row, other }))];
        var values = dependence.Compute([.. axes.Select(axis => axis.Column)], grid, cancellationToken);
        var shown = Math.Min(MaximumIndividuals, cells.Length);
        return new ColumnEffect(
            [.. axes.Select(axis => new EffectAxis(axis.Column.Name, axis.Grid.Points))],
            [.. grid.Select((_, point) => values.AsSpan(point * cells.Length, cells.Length).ToArray().Average())])
        {
            Individuals = columns.Count != 1 ? null :
            [
                .. Enumerable.Range(0, shown).Select(place => (int)((long)place * cells.Length / shown))
                    .Select(row => (double[])[.. grid.Select((_, point) => values[(point * cells.Length) + row])]),
            ],
        };
    }

    private void Compute(ReadOnlySpan<float> inputs, Span<double> values, CancellationToken cancellationToken)
    {
        var outputs = new float[values.Length * predictor.OutputsPerRow];
        predictor.Run(inputs, outputs, cancellationToken);
        for (var row = 0; row < values.Length; row++)
        {
            var computed = outputs[(row * predictor.OutputsPerRow) + output];
            values[row] = predictor.Description.Target is null ? computed : predictor.Decode(computed);
        }
    }
}
