using System.Globalization;
using System.Text;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Tables;

namespace LearnML.Training.Predicting;

/// <summary>A model's predictions of a table whose targets nobody has told, as a competition takes them.</summary>
public static class Submission
{
    /// <summary>A CSV text: the table's identifier, or else the row, and the target of each row.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="test">The table.</param>
    public static string Of(Predictor predictor, TableFile test)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(test);
        var identifier = test.Profile.Columns.FirstOrDefault(column => column.Type == ColumnType.Identifier)?.Name;
        var table = TableReader.ReadAll(test.Path, test.Schema, predictor.Description.Table!.Schema, test.Profile.Rows);
        var rows = TableRows.Read(test.Path, test.Schema, 0, test.Profile.Rows);
        var text = new StringBuilder($"{CsvText.Quoted(identifier ?? "row")},{CsvText.Quoted(predictor.Description.Spec.Target!)}\n");
        foreach (var (row, prediction) in predictor.Predict(table, _ => { }).Index())
        {
            var name = identifier is null ? row.ToString(CultureInfo.InvariantCulture) : rows[row][identifier]!;
            text.Append(CsvText.Quoted(name)).Append(',').Append(prediction.Label is { } label ? CsvText.Quoted(label) : prediction.Value!.Value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        return text.ToString();
    }
}
