using System.Globalization;
using System.Text;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Reading;

namespace LearnML.Training.Predicting;

/// <summary>Writes the predictions for a test table without targets in the format of competitions such as Kaggle's.</summary>
public static class SubmissionCsv
{
    /// <summary>
    /// Returns CSV text with the identifier and the predicted target of each row. If the table has no identifier column, it is the index of the
    /// row, starting at 0.
    /// </summary>
    /// <param name="predictor">The model.</param>
    /// <param name="test">The test table.</param>
    public static string Create(Predictor predictor, TableFile test)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(test);
        var identifier = test.Profile.Columns.FirstOrDefault(column => column.Type == ColumnType.Identifier)?.Name;
        var table = TableReader.ReadAll(test.Path, test.Schema, predictor.Description.Table!.ColumnSchemas, test.Profile.Rows);
        var rows = RawRowReader.Read(test.Path, test.Schema, 0, test.Profile.Rows);
        var text = new StringBuilder($"{CsvField.QuoteIfNeeded(identifier ?? "row")},{CsvField.QuoteIfNeeded(predictor.Description.Spec.Target!)}\n");
        foreach (var (row, prediction) in predictor.Predict(table, _ => { }).Index())
        {
            var name = identifier is null ? row.ToString(CultureInfo.InvariantCulture) : rows[row][identifier]!;
            var predicted = prediction.Label is { } label
                ? CsvField.QuoteIfNeeded(label)
                : prediction.Value!.Value.ToString(CultureInfo.InvariantCulture);
            text.Append(CsvField.QuoteIfNeeded(name)).Append(',').Append(predicted).Append('\n');
        }

        return text.ToString();
    }
}
