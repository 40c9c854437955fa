using System.Diagnostics;
using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Benchmarks.Jobs;

/// <summary>Measures the list of 10,000 jobs over HTTP: filters, searches and sorts, also by a metric, and pages from the middle.</summary>
internal static class JobListBenchmark
{
    private const int Jobs = 10_000;
    private const int WarmUps = 30;
    private const int Requests = 200;

    private static readonly (string What, string Query)[] Queries =
    [
        ("the newest 50", ""),
        ("a filter by two fields", "filter=optimizer.learningRate<0.1 dataset:glyphs"),
        ("a filter by a metric", "filter=validation.loss<0.5"),
        ("a filter by a tag", "filter=tags:even"),
        ("a filter by a state", "filter=state:succeeded"),
        ("a search of a word", "search=name 77"),
        ("a sort by a metric", "sort=validation.loss"),
        ("a filter and a sort by a metric", "filter=validation.loss<0.5 dataset:glyphs&sort=-validation.loss"),
        ("a sort by a field of the spec", "sort=optimizer.learningRate"),
        ("a sort by the state", "sort=state"),
        ("a sort by the progress", "sort=-progress"),
        ("200 from the middle, sorted by a metric", "sort=validation.loss&take=200&skip=5000"),
    ];

    /// <summary>Runs the benchmark.</summary>
    /// <param name="postgres">The connection string of an empty PostgreSQL database; null for SQLite.</param>
    public static void Run(string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        var settings = postgres is null
            ? new Dictionary<string, string>()
            : new Dictionary<string, string> { ["LearnML__Storage"] = "postgres", ["ConnectionStrings__Postgres"] = postgres };
        try
        {
            using (new ServiceProcess(folder.FullName, settings: settings))
            {
                // The first start creates the tables.
            }

            Fill(postgres, Path.Combine(folder.FullName, "learnml.db"));
            using var service = new ServiceProcess(folder.FullName, settings: settings);
            Console.WriteLine($"the list of {Jobs:n0} jobs on {(postgres is null ? "SQLite" : "PostgreSQL")}, ms: minimum / median / maximum");
            foreach (var (what, query) in Queries)
            {
                Measure(service.Http, what, new Uri("/api/jobs?" + query.Replace(" ", "%20", StringComparison.Ordinal), UriKind.Relative));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(HttpClient http, string what, Uri address)
    {
        var milliseconds = new List<double>();
        for (var request = 0; request < WarmUps + Requests; request++)
        {
            var clock = Stopwatch.StartNew();
            http.GetStringAsync(address).GetAwaiter().GetResult();
            if (request >= WarmUps)
            {
                milliseconds.Add(clock.Elapsed.TotalMilliseconds);
            }
        }

        Console.WriteLine($"  {what,-42} {new Measurements(milliseconds)}");
    }

    private static void Fill(string? postgres, string database)
    {
        using LearnMLContext context = postgres is null
            ? new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={database}").Options)
            : new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(postgres).Options);
        context.AddRange(Enumerable.Range(0, Jobs).Select(CreateRow));
        context.SaveChanges();
    }

    /// <summary>A job that has ended, with a spec that differs from job to job.</summary>
    private static JobRow CreateRow(int index)
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(index);
        var spec = new JobSpec
        {
            Dataset = index % 3 == 0 ? "polynomial" : "glyphs",
            Model = "model",
            Optimizer = new OptimizerSpec { LearningRate = (index % 200) / 100d },
        };
        return new JobRow
        {
            Id = Guid.CreateVersion7(time),
            State = (index % 5) switch { 0 => JobState.Failed, 1 => JobState.Stopped, _ => JobState.Succeeded },
            Spec = spec,
            Dataset = spec.Dataset,
            Model = spec.Model,
            Queue = "cpu",
            StartedBy = "local",
            CreatedAt = time,
            StartedAt = time,
            EndedAt = time.AddMinutes(1),
            Name = $"Name {index}",
            Note = $"A note {index}",
            Tags = [index % 2 == 0 ? "even" : "odd", "all"],
            Starred = index % 7 == 0,
            Project = $"Project {index % 3}",
            Progress = index % 101 / 100d,
            Best = index % 4 == 0 ? null : new Metrics { Loss = index * 7 % 1009 / 1000d, Accuracy = index * 11 % 1013 / 1013d },
        };
    }
}
