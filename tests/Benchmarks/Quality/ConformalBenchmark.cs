using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Client;
using LearnML.Contracts;
using Sylvan.Data.Csv;

namespace LearnML.Benchmarks.Quality;

/// <summary>
/// Measures the intervals and sets of the default network on each CSV file of a folder: which share of the true values of test rows they hold, and
/// how wide or large they are. There are twenty splits into training and test rows: five folds with four seeds.
/// </summary>
internal static class ConformalBenchmark
{
    private const int Seeds = 4;
    private const double Level = 0.9;
    private const double Tolerance = 0.02;

    public static async Task RunAsync(string folder)
    {
        var work = Directory.CreateTempSubdirectory("learnml-conformal");
        try
        {
            using var service = new ServiceProcess(work.FullName);
            await using var client = new LearnMLClient(service.Http);
            var coverages = new List<(bool IsClassification, double Coverage)>();
            foreach (var path in Directory.EnumerateFiles(folder, "*.csv*").Order(StringComparer.Ordinal))
            {
                coverages.Add(await MeasureAsync(client, service.Http, path, work.FullName));
            }

            foreach (var tables in coverages.GroupBy(table => table.IsClassification))
            {
                // The most probable class is in every set, so an accurate network holds more than the level, with one class a set.
                var (kind, range, mean) = (tables.Key ? "sets" : "intervals", tables.Key ? "-" : "±", tables.Average(table => table.Coverage));
                TargetCheck.Report(
                    string.Create(CultureInfo.InvariantCulture, $"mean coverage of {kind} {mean:f3}, {Level} {range} {Tolerance}"),
                    mean >= Level - Tolerance && (tables.Key || mean <= Level + Tolerance));
            }
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Returns the mean coverage of a table.</summary>
    private static async Task<(bool IsClassification, double Coverage)> MeasureAsync(
        LearnMLClient client, HttpClient http, string path, string folder)
    {
        await using var file = File.OpenRead(path);
        await using var unzipped = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        var folds = new OuterFolds(unzipped);
        var (coverages, sizes, rows) = (new List<double>(), new List<double>(), 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            foreach (var (train, test) in folds.Write(folder, seed))
            {
                var (coverage, size, calibrated) = await MeasureAsync(client, http, folds, train, test, seed);
                coverages.Add(coverage);
                sizes.Add(size);
                rows = calibrated;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path).Split('.')[0],-14} {folds.Rows,6} rows, {rows,5} calibrate; coverage {coverages.Average():f3} ")
            + string.Create(CultureInfo.InvariantCulture, $"({coverages.Min():f3} to {coverages.Max():f3}), ")
            + string.Create(CultureInfo.InvariantCulture,
                $"{(folds.IsClassification ? "mean classes in a set" : "median width / standard deviation")} {sizes.Average():f3}"));
        return (folds.IsClassification, coverages.Average());
    }

    /// <summary>Trains on one split, and returns the coverage, the size of a set or the relative width, and the number of calibration rows.</summary>
    private static async Task<(double Coverage, double Size, int Rows)> MeasureAsync(
        LearnMLClient client, HttpClient http, OuterFolds folds, string train, string test, int seed)
    {
        var name = $"conformal-{Guid.NewGuid():n}";
        await client.Datasets.UploadAsync(name, train, folds.Target);
        var job = await client.Jobs.RunAsync(new JsonObject
        {
            ["dataset"] = name,
            ["task"] = folds.IsClassification ? "classification" : "regression",
            ["training"] = new JsonObject { ["seed"] = seed },
        });
        var ended = await client.Jobs.WaitAsync(job.Id);
        if (ended.State != JobState.Succeeded)
        {
            throw new InvalidOperationException($"A job ended as {ended.State}: {ended.Error}");
        }

        var calibration = (await client.Jobs.GetReportAsync(job.Id)).Calibration!;
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(test));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var query = string.Create(CultureInfo.InvariantCulture, $"{(folds.IsClassification ? "set" : "interval")}={Level}");
        using var answer = await http.PostAsync(new Uri($"/api/models/{name}/predict?{query}", UriKind.Relative), content);
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        await client.Jobs.DeleteAsync(job.Id);
        var truth = ReadColumns(await File.ReadAllTextAsync(test), folds.Target)[0];
        var (coverage, size) = folds.IsClassification ? ScoreSets(truth, text) : ScoreIntervals(truth, text);
        return (coverage, size, calibration.Rows);
    }

    private static (double Coverage, double Size) ScoreSets(string[] truth, string answer)
    {
        var sets = Array.ConvertAll(ReadColumns(answer, "set")[0], set => JsonSerializer.Deserialize<string[]>(set)!);
        return (sets.Zip(truth).Average(row => row.First.Contains(row.Second, StringComparer.Ordinal) ? 1.0 : 0), sets.Average(set => set.Length));
    }

    private static (double Coverage, double Size) ScoreIntervals(string[] truth, string answer)
    {
        var values = Array.ConvertAll(truth, Number);
        var ends = ReadColumns(answer, "low", "high").Select(column => Array.ConvertAll(column, Number)).ToArray();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (
            values.Index().Average(row => row.Item >= ends[0][row.Index] && row.Item <= ends[1][row.Index] ? 1.0 : 0),
            new Measurements([.. ends[1].Zip(ends[0], (high, low) => (high - low) / deviation)]).Median);

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static string[][] ReadColumns(string csv, params string[] names)
    {
        using var reader = CsvDataReader.Create(new StringReader(csv));
        var places = Array.ConvertAll(names, reader.GetOrdinal);
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add(Array.ConvertAll(places, reader.GetString));
        }

        return [.. places.Index().Select(column => rows.ConvertAll(row => row[column.Index]).ToArray())];
    }
}
