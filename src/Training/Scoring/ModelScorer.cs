using System.Globalization;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Evaluation;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Scoring;

/// <summary>Scores a loaded model on labelled rows, as training scores its validation rows.</summary>
/// <param name="predictor">The model.</param>
public sealed class ModelScorer(Predictor predictor)
{
    /// <summary>The outputs of all rows are in memory together: at most this many numbers.</summary>
    private const long MaximumOutputs = 1 << 24;

    private readonly ScoredTable? table = predictor.Description.Table is null ? null : new ScoredTable(predictor.Description);

    /// <summary>The description of the model's checkpoint.</summary>
    public CheckpointDescription Description => predictor.Description;

    /// <summary>Scores the rows of a CSV file, which may be in another encoding than the training table.</summary>
    /// <param name="content">The file, as a seekable stream.</param>
    /// <param name="encoding">The encoding of the file, one of <see cref="CsvFormatReuse.SupportedEncodings"/>; null detects it.</param>
    /// <param name="maximumColumns">The maximum number of columns of the file; as many as the training table had are always read.</param>
    /// <param name="cancellationToken">Cancels the scoring.</param>
    /// <exception cref="TableFormatException">The file is not CSV, or it has no target column, no valid weights or no row to score.</exception>
    public Scores ScoreCsv(Stream content, string? encoding, int maximumColumns, CancellationToken cancellationToken)
    {
        using var reader = LabelledTableReader.OpenCsv(predictor, table!, content, encoding, maximumColumns);
        return Score(reader, cancellationToken);
    }

    /// <summary>Scores the rows of a dataset's table.</summary>
    /// <param name="file">The table.</param>
    /// <param name="name">The name of the dataset.</param>
    /// <param name="cancellationToken">Cancels the scoring.</param>
    /// <exception cref="TableFormatException">The table has no target column, no valid weights or no row to score.</exception>
    public Scores ScoreTable(TableFile file, string name, CancellationToken cancellationToken)
    {
        using var reader = LabelledTableReader.OpenDataset(predictor, table!, file, name);
        return Score(reader, cancellationToken);
    }

    /// <summary>Scores images.</summary>
    /// <param name="part">The images.</param>
    /// <param name="classes">The class names of the images.</param>
    /// <param name="cancellationToken">Cancels the scoring.</param>
    public Scores ScoreImages(ImagePart part, IReadOnlyList<string> classes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(classes);
        var (size, outputs) = (predictor.Description.Inputs, new float[part.RowCount * predictor.OutputsPerRow]);
        var known = predictor.Description.Classes.ToList();
        var index = classes.Select(name => known.IndexOf(name)).ToArray();
        for (var start = 0; start < part.RowCount; start += predictor.MaximumBatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(predictor.MaximumBatchSize, part.RowCount - start);
            var pixels = Array.ConvertAll(part.Pixels[(start * size)..((start + count) * size)], pixel => (float)pixel);
            predictor.Run(pixels, outputs.AsSpan(start * predictor.OutputsPerRow, count * predictor.OutputsPerRow), cancellationToken);
        }

        var labelled = new LabelledRows(
            [.. Enumerable.Range(0, part.RowCount).Select(row => (long)row)], new Targets(Array.ConvertAll(part.Labels, label => index[label]), []));
        return new ScoreBuilder(predictor).Build(labelled, outputs, []);
    }

    private Scores Score(LabelledTableReader reader, CancellationToken cancellationToken)
    {
        var outputs = new List<float>();
        foreach (var (labelled, inputs, _) in reader.ReadChunks(cancellationToken))
        {
            var computed = new float[inputs.Length / predictor.Description.Inputs * predictor.OutputsPerRow];
            if (outputs.Count + computed.Length > MaximumOutputs)
            {
                throw reader.Problem(string.Create(CultureInfo.InvariantCulture,
                    $"it has more than {MaximumOutputs / predictor.OutputsPerRow:n0} rows, the most that are scored at once; send a part of them"));
            }

            predictor.Run(inputs, computed, cancellationToken);
            foreach (var row in labelled.Rows)
            {
                outputs.AddRange(computed.AsSpan((int)row * predictor.OutputsPerRow, predictor.OutputsPerRow));
            }
        }

        var (all, warnings) = reader.Finish();
        return new ScoreBuilder(predictor).Build(all, [.. outputs], warnings);
    }
}
