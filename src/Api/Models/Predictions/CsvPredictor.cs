using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Preprocessing;
using LearnML.Training.Scoring;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Reading;

namespace LearnML.Api.Models.Predictions;

/// <summary>Predicts the rows of a CSV file chunk by chunk. A file of a million rows needs no more memory than one chunk.</summary>
/// <param name="predictor">The model.</param>
/// <param name="asked">What the request asks for.</param>
/// <param name="maximumColumns">The maximum number of columns of the file; as many as the training table had are always read.</param>
/// <param name="encoding">The encoding of the file, one of <see cref="CsvFormatReuse.SupportedEncodings"/>; null detects it.</param>
/// <param name="details">The intervals and sets that the request asks for; null without them.</param>
internal sealed class CsvPredictor(
    Predictor predictor, PredictionOptions asked, int maximumColumns, string? encoding = null, PredictionDetails? details = null)
{
    // The array is part of a CSV file, not of a page.
    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PredictionExplainer? explainer = asked.Explain ? new PredictionExplainer(predictor) : null;

    private readonly PredictionIntervals? intervals = details?.Intervals;
    private readonly PredictionSets? sets = details?.Sets;

    private const string SourceName = "The request's CSV";

    /// <summary>The memory that explanations take in bytes; 0 without them.</summary>
    public long ExplanationBytes => explainer?.Bytes ?? 0;

    /// <summary>
    /// Writes one row of predictions for each row of the file: the predicted number, or the class and the probability of every class.
    /// If the request asks for intervals or sets, the ends of the interval or the set as a JSON array follow. If it asks for explanations, the base
    /// and the contribution of each column follow. The last column holds warnings; the first row also
    /// names the columns that the file lacks. <see cref="CsvWarnings"/> limits them.
    /// </summary>
    /// <param name="content">The file, as a seekable stream.</param>
    /// <param name="output">Receives the predictions.</param>
    /// <param name="onWritten">Called after each chunk of rows is written.</param>
    /// <param name="cancellationToken">Cancels the prediction.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="TableFormatException">
    /// The file is not CSV, or a row has no finite prediction. With strict also: the file has values that the model cannot use.
    /// </exception>
    public int Predict(Stream content, TextWriter output, Action onWritten, CancellationToken cancellationToken = default)
    {
        var preprocessing = predictor.Description.Table!;
        var problems = new List<CellProblem>();
        var format = CsvFormatReuse.AdaptTo(
            content, SourceName, preprocessing.Format, preprocessing.Columns.Select(column => column.Name), encoding);
        var readableColumns = Math.Max(maximumColumns, preprocessing.Columns.Count + preprocessing.PassedOver.Count);
        using var reader = new TableReader(
            content, SourceName, format, preprocessing.ColumnSchemas, problems.Add, maximumColumns: readableColumns);
        if (reader.MissingColumns.Count == preprocessing.Columns.Count)
        {
            throw NoKnownColumn(preprocessing);
        }

        var classes = predictor.Description.Classes;
        var header = classes.Count == 0 ? TensorNames.Value : TensorNames.Label;
        string[] calibrated = intervals is not null ? ["low", "high"] : sets is not null ? ["set"] : [];
        string[] explained = explainer is null ? [] : ["base", .. explainer.Columns.Select(column => $"contribution: {column}")];
        output.WriteLine(string.Join(',', [header, .. classes.Concat(calibrated).Concat(explained).Select(CsvField.QuoteIfNeeded), "warnings"]));
        ThrowIfStrict(reader.MissingColumns.Select(column => new TableProblem(null, column, "the file does not have this column")));
        var warnings = new CsvWarnings();
        var first = 0;
        for (; reader.Read(predictor.MaximumBatchSize) is { RowCount: > 0 } rows; first += rows.RowCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = first;
            var inputs = preprocessing.Transform(rows, problem => problems.Add(problem with { Row = problem.Row + start }));
            var outputs = new float[rows.RowCount * predictor.OutputsPerRow];
            predictor.Run(inputs, outputs, cancellationToken);
            var predictions = predictor.ToPredictions(outputs);
            ThrowIfStrict(problems.OrderBy(problem => problem.Row)
                .Select(problem => new TableProblem(reader.GetLine(problem.Row), problem.Column, problem.Reason)));
            ThrowIfAny(predictions.Index().Where(prediction => !IsFinite(prediction.Item))
                .Select(prediction => new TableProblem(reader.GetLine(start + prediction.Index), null, Predictor.OverflowReason)));
            var explanations = Explain(inputs, outputs, start, reader, cancellationToken);
            var problemsOfRow = problems.ToLookup(problem => problem.Row);
            for (var row = 0; row < predictions.Length; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var ofFile = start + row == 0 ? CsvWarnings.DescribeMissing(reader.MissingColumns) : [];
                WriteRow(output, predictions[row], explanations, row, ofFile.Concat(warnings.Describe(problemsOfRow[start + row])));
            }

            problems.Clear();
            onWritten();
        }

        return first;
    }

    /// <summary>Explains the predictions for rows of a file; null if the request does not ask for it.</summary>
    private PredictionExplanations? Explain(float[] inputs, float[] outputs, int start, TableReader reader, CancellationToken cancellationToken)
    {
        if (explainer is null)
        {
            return null;
        }

        if (start + (outputs.Length / predictor.OutputsPerRow) > explainer.MaximumRows)
        {
            ThrowIfAny([new TableProblem(null, null, PredictionOptions.TooManyRows(explainer.MaximumRows))]);
        }

        var explanations = explainer.Explain(inputs, outputs, cancellationToken);
        if (explanations.FindOverflow() is >= 0 and var row)
        {
            ThrowIfAny([new TableProblem(reader.GetLine(start + row), null, PredictionExplainer.OverflowReason)]);
        }

        return explanations;
    }

    private void WriteRow(
        TextWriter output, Prediction prediction, PredictionExplanations? explanations, int row, IEnumerable<string> warnings)
    {
        if (prediction.Value is { } value)
        {
            output.Write(value.ToString(CultureInfo.InvariantCulture));
            if (intervals?.Around(value) is var (low, high))
            {
                output.Write(string.Create(CultureInfo.InvariantCulture, $",{low},{high}"));
            }
        }
        else
        {
            output.Write(CsvField.QuoteIfNeeded(prediction.Label!));
            foreach (var probability in prediction.Probabilities!)
            {
                output.Write(',');
                output.Write(probability.ToString(CultureInfo.InvariantCulture));
            }

            if (sets is not null)
            {
                var names = sets.Of([.. prediction.Probabilities!]).Select(index => sets.Classes[index]);
                output.Write($",{CsvField.QuoteIfNeeded(JsonSerializer.Serialize(names, JsonOptions))}");
            }
        }

        if (explanations is not null)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $",{explanations.Bases[row]}"));
            foreach (var contribution in explanations.ContributionsOf(row))
            {
                output.Write(string.Create(CultureInfo.InvariantCulture, $",{contribution}"));
            }
        }

        output.Write(',');
        output.WriteLine(CsvField.QuoteIfNeeded(string.Join("; ", warnings)));
    }

    private static TableFormatException NoKnownColumn(TablePreprocessing preprocessing)
    {
        var columns = preprocessing.Columns.Take(FieldErrors.MaximumListed).Select(column => column.Name);
        var more = preprocessing.Columns.Count > FieldErrors.MaximumListed ? ", ..." : "";
        return new TableFormatException(SourceName, [new TableProblem(null, null,
            $"it has none of the model's columns ({string.Join(", ", columns)}{more}). " +
            "Its first line must name them, separated by commas, semicolons, tabs or |")]);
    }

    // The first probability is enough: the probabilities of a row are either all finite or all NaN.
    private static bool IsFinite(Prediction prediction) => double.IsFinite(prediction.Value ?? prediction.Probabilities![0]);

    private void ThrowIfStrict(IEnumerable<TableProblem> problems)
    {
        if (asked.Strict)
        {
            ThrowIfAny(problems);
        }
    }

    private static void ThrowIfAny(IEnumerable<TableProblem> problems)
    {
        TableProblem[] all = [.. problems.Take(FieldErrors.MaximumListed)];
        if (all.Length > 0)
        {
            throw new TableFormatException(SourceName, all);
        }
    }
}
