using System.Diagnostics;
using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Inspection;
using LearnML.Training.Tables.Reading;

namespace LearnML.Benchmarks.Training;

/// <summary>Measures a generated CSV file of 1,000,000 rows and 30 columns: inspecting it, reading it, and creating the training matrix.</summary>
internal static class TableBenchmark
{
    private const int Rows = 1_000_000;
    private const int Columns = 30;
    private const int Rounds = 3;

    public static void Run()
    {
        var path = Path.GetTempFileName();
        try
        {
            Write(path);
            var megabytes = new FileInfo(path).Length / 1e6;
            var (inspections, readings, matrices) = (new List<double>(), new List<double>(), new List<double>());
            double memory = 0;
            for (var round = 0; round < Rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                var profile = TableInspector.Inspect(path, "generated", new InspectionOptions());
                inspections.Add(megabytes / clock.Elapsed.TotalSeconds);
                var schema = new TableSchema(profile.Format, [.. profile.Columns.Select(column => new ColumnSchema(column.Name, column.Type))]);
                var before = GC.GetTotalMemory(forceFullCollection: true);
                clock.Restart();
                var table = TableReader.ReadAll(path, schema, schema.Columns, profile.Rows);
                readings.Add(megabytes / clock.Elapsed.TotalSeconds);
                memory = (GC.GetTotalMemory(forceFullCollection: true) - before) / (4.0 * Rows * Columns);
                var rows = Enumerable.Range(0, Rows).Select(row => (long)row).ToArray();
                var reading = megabytes / readings[^1];
                clock.Restart();
                var fitted = TablePreprocessing.Fit(new PreprocessingSpec(), profile.Format, schema.Columns, (table, rows));
                fitted.Transform(table, _ => { });
                matrices.Add(megabytes / (reading + clock.Elapsed.TotalSeconds));
            }

            Console.WriteLine($"CSV of {megabytes:f0} MB: inspect, MB/s      {new Measurements(inspections)}");
            Console.WriteLine($"CSV to table, MB/s              {new Measurements(readings)}");
            Console.WriteLine($"CSV to training matrix, MB/s    {new Measurements(matrices)}");
            Console.WriteLine($"table in memory / float32 size  {memory:f2}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(string path)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(path);
        writer.WriteLine(string.Join(',', Enumerable.Range(0, Columns).Select(column => $"c{column}")));
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                writer.Write(column == 0 ? "" : ",");
                writer.Write((column % 6) switch
                {
                    5 => $"category{random.Next(8)}",
                    4 => random.Next(100_000).ToString(CultureInfo.InvariantCulture),
                    _ => ((random.NextDouble() * 1000) - 500).ToString("f4", CultureInfo.InvariantCulture),
                });
            }

            writer.WriteLine();
        }
    }
}
