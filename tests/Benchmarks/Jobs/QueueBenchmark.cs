using System.Diagnostics;
using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Benchmarks.Jobs;

/// <summary>Measures the service with a long queue, and without work.</summary>
internal static class QueueBenchmark
{
    private const int Queued = 10_000;
    private const int Requests = 50;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            using (var empty = new ServiceProcess(folder.FullName))
            {
                Thread.Sleep(Idle); // so that the runtime has compiled the code in use
                var before = empty.ProcessorTime;
                Thread.Sleep(Idle);
                Console.WriteLine($"idle service, share of a core   {(empty.ProcessorTime - before) / Idle:p2}");
                Console.WriteLine($"start with an empty queue, s    {empty.StartSeconds:f2}");
            }

            FillQueue(Path.Combine(folder.FullName, "learnml.db"));
            using (new ServiceProcess(folder.FullName))
            {
                // The first start lists the jobs, which were stored without the service.
            }

            using var full = new ServiceProcess(folder.FullName);
            Console.WriteLine($"start with {Queued:n0} queued jobs, s  {full.StartSeconds:f2}");
            MeasureRequest(full.Http, "the first page of 50", "/api/jobs?take=50");
            MeasureRequest(full.Http, "50 from the middle of the queue", $"/api/jobs?take=50&state=queued&skip={Queued / 2}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void MeasureRequest(HttpClient http, string what, string path)
    {
        var milliseconds = new List<double>();
        for (var request = 0; request < Requests; request++)
        {
            var clock = Stopwatch.StartNew();
            http.GetStringAsync(new Uri(path, UriKind.Relative)).GetAwaiter().GetResult();
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
        }

        Console.WriteLine($"{what}, ms: {new Measurements(milliseconds)}");
    }

    private static void FillQueue(string database)
    {
        using var context = new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={database}").Options);
        var spec = new JobSpec { Dataset = "glyphs", Model = "glyphs", Training = new TrainingSpec { Epochs = 100_000 } };
        context.AddRange(Enumerable.Range(0, Queued).Select(index => new JobRow
        {
            Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddSeconds(index)),
            State = JobState.Queued,
            Spec = spec,
            Dataset = spec.Dataset,
            Model = spec.Model!,
            Queue = "cpu",
            StartedBy = "local",
            CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(index),
        }));
        context.SaveChanges();
    }
}
