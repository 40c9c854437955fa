using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Reading;

namespace LearnML.Training.Predicting;

/// <summary>Writes the predictions for a test table without targets in the format of competitions such as Kaggle's.</summary>
public static class SubmissionCsv
{
    /// <summary>
    /// Writes CSV text with the identifier and the predicted target of each row. If the table has no identifier column, it is the index of the
    /// row, starting at 0. The rows are read and written in batches, so a large table needs no more memory than a batch.
    /// </summary>
    /// <param name="output">Receives the text.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="test">The test table.</param>
    /// <param name="cancellationToken">Cancels the predictions.</param>
    public static void Write(TextWriter output, Predictor predictor, TableFile test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(test);
        var inputs = predictor.Description.Table!.ColumnSchemas;
        var identifier = test.Schema.Columns.FirstOrDefault(
            column => column.Type == ColumnType.Identifier && inputs.All(input => input.Name != column.Name));
        IReadOnlyList<ColumnSchema> identifiers = identifier is null ? [] : [identifier with { Type = ColumnType.Categorical, Format = null }];
        using var reader = new TableReader(
            File.OpenRead(test.Path),
            $"The file {Path.GetFileName(test.Path)}",
            test.Schema.Format,
            [.. inputs, .. identifiers],
            _ => { });
        output.Write($"{CsvField.QuoteIfNeeded(identifier?.Name ?? "row")},{CsvField.QuoteIfNeeded(predictor.Description.Spec.Target!)}\n");
        for (var first = 0; first < test.Profile.Rows;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = reader.Read(Math.Min(predictor.MaximumBatchSize, test.Profile.Rows - first));
            if (rows.RowCount == 0)
            {
                return;
            }

            var names = identifier is null ? null : (CategoryColumn)rows.Find(identifier.Name)!;
            foreach (var (row, prediction) in predictor.Predict(rows, _ => { }).Index())
            {
                var name = names is null ? (first + row).ToString(CultureInfo.InvariantCulture)
                    : names.Codes[row] == CategoryColumn.Missing ? "" : names.Categories[names.Codes[row]];
                var predicted = prediction.Label is { } label
                    ? CsvField.QuoteIfNeeded(label)
                    : prediction.Value!.Value.ToString(CultureInfo.InvariantCulture);
                output.Write($"{CsvField.QuoteIfNeeded(name)},{predicted}\n");
            }

            first += rows.RowCount;
        }
    }
}
