using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Exporting;

/// <summary>
/// A trained model of a table with many columns: in turn a number, a skewed number, a category, a boolean, a date with time, and a date. A twelfth
/// of the cells are missing.
/// </summary>
internal sealed class ManyColumns : IDisposable
{
    private const int Kinds = 6;
    private const int TrainRows = 60;

    private readonly int columns;
    private readonly bool areNumbers;
    private readonly CsvFile csv;
    private readonly TableDataset table;
    private readonly SmallRun run;

    /// <param name="columns">The number of columns.</param>
    /// <param name="areNumbers">Whether all columns are numbers.</param>
    public ManyColumns(int columns, bool areNumbers = false)
    {
        (this.columns, this.areNumbers) = (columns, areNumbers);
        csv = new CsvFile(CreateCsv(CreateRows(TrainRows, seed: 1)));
        table = new TableDataset(
            new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect()));
        run = new SmallRun
        {
            Table = table,
            Spec = Specs.Small.Epochs(1) with
            {
                Target = "y",
                Preprocessing = new PreprocessingSpec { LogSkewed = true, Clip = 2, MaximumCategories = 3 },
            },
        };
        run.Execute();
        Predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
    }

    public Predictor Predictor { get; }

    /// <summary>Creates rows, each with its cells as texts and the target last. Another seed has categories that are new to the model.</summary>
    public string[][] CreateRows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row =>
            (string[])[
                .. Enumerable.Range(0, columns).Select(column => random.Next(12) == 0 ? "NA" : CreateCell(random, column, seed)), $"u{row % 2}"])];
    }

    /// <summary>Returns what the model predicts for the rows of a CSV file.</summary>
    public Prediction[] Predict(string[][] rows)
    {
        using var asked = new CsvFile(CreateCsv(rows));
        return Predictor.Predict(
            TableReader.ReadAll(asked.Path, table.Train.Schema, Predictor.Description.Table!.ColumnSchemas, rows.Length), _ => { });
    }

    /// <summary>Returns the columns of rows as the inputs of an ONNX file.</summary>
    public (string Name, Array Values)[] CreateInputs(string[][] rows) => [.. Predictor.Description.Table!.Columns.Select(column =>
    {
        var index = int.Parse(column.Name.AsSpan(1), CultureInfo.InvariantCulture);
        return (column.Name, column.Type switch
        {
            ColumnType.Numeric => rows.Select(row => row[index] == "NA"
                ? double.NaN : double.Parse(row[index], CultureInfo.InvariantCulture)).ToArray(),
            ColumnType.Date => rows.Select(row => row[index] == "NA" ? double.NaN : ToSeconds(row[index])).ToArray(),
            _ => (Array)rows.Select(row => row[index]).ToArray(),
        });
    })];

    public void Dispose()
    {
        run.Dispose();
        csv.Dispose();
    }

    private string CreateCell(Random random, int column, int seed) => (areNumbers ? 0 : column % Kinds) switch
    {
        0 => Invariant(random.NextDouble() - 0.5),
        1 => Invariant(Math.Exp(4 * random.NextDouble())),
        2 => $"c{random.Next(4 + seed)}",
        3 => random.Next(2) == 0 ? "no" : "YES",
        4 => new DateTime(1995, 1, 1).AddMinutes(random.Next(20_000_000)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        _ => new DateTime(1899, 1, 1).AddDays(random.Next(80_000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private string CreateCsv(string[][] rows) =>
        string.Join(',', Enumerable.Range(0, columns).Select(column => $"x{column}")) + ",y\n"
        + string.Concat(rows.Select(row => string.Join(',', row) + "\n"));

    private static string Invariant(double number) => number.ToString("g6", CultureInfo.InvariantCulture);

    private static double ToSeconds(string date) => (DateTime.Parse(date, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalSeconds;
}
