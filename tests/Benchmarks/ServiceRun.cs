using System.Buffers.Binary;
using System.IO.Compression;
using System.Net.Http.Json;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Fitting;
using static TorchSharp.torch;

namespace LearnML.Benchmarks;

/// <summary>
/// The same training as a bare loop here and as a job of the whole service in a process of its own (metrics, storage,
/// checkpoints, live feed), in turn; compared are the times from the end of one epoch to the end of the next. All that
/// trains here trains on one thread: OpenMP keeps workers for each thread that calls it, and more workers than processors
/// slow each other down.
/// </summary>
internal static class ServiceRun
{
    private const int Epochs = 10;
    private const int Rounds = 6;

    public static void Run(ImageDataset dataset)
    {
        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            WriteIdx(dataset, Path.Combine(folder.FullName, "datasets", dataset.Summary.Name));
            using var service = new ServedProcess(folder.FullName);
            var spec = MlpEpochs.Spec with
            {
                Training = MlpEpochs.Spec.Training with { Epochs = Epochs },
                Validation = new ValidationSpec { TestPart = true },
            };
            var (bare, served) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                bare.AddRange(Bare(spec, dataset));
                served.AddRange(ServedAsync(service.Http, spec).GetAwaiter().GetResult());
            }

            var (bareEpoch, servedEpoch) = (new Spread(bare), new Spread(served));
            Console.WriteLine($"epoch, bare loop, s             {bareEpoch}");
            Console.WriteLine($"epoch, whole service, s         {servedEpoch}");
            Console.WriteLine($"service / bare, min and median  {servedEpoch.Minimum / bareEpoch.Minimum:f3} / {servedEpoch.Median / bareEpoch.Median:f3}");
            Console.WriteLine($"service's peak memory, MB       {service.PeakMegabytes()}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<double> Bare(JobSpec spec, ImageDataset dataset)
    {
        using var data = new ImageLearningData(dataset, CPU);
        using var training = new SplitTraining(spec, data, [Folds.Single(spec, data)], CPU);
        var observer = new Unheard();
        var run = new RunProgress(observer);
        training.Run(Epochs, KeptEpoch.Best, new TrainingLimit(new TrainingControl(), run.Clock, null), run);
        return Differences(observer.Seconds);
    }

    private static async Task<IEnumerable<double>> ServedAsync(HttpClient http, JobSpec spec)
    {
        using var posted = await http.PostAsJsonAsync("/api/jobs", spec, WireFormat.Options);
        var job = (await posted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Job>(WireFormat.Options))!;
        while (job.EndedAt is null)
        {
            await Task.Delay(TimeSpan.FromSeconds(1)); // asking more often would take from the training
            job = (await http.GetFromJsonAsync<Job>($"/api/jobs/{job.Id}", WireFormat.Options))!;
        }

        var metrics = (await http.GetFromJsonAsync<EpochMetrics[]>($"/api/jobs/{job.Id}/metrics", WireFormat.Options))!;
        return Differences([.. metrics.Select(epoch => epoch.ElapsedSeconds)]);
    }

    private static IEnumerable<double> Differences(IReadOnlyList<double> seconds) =>
        seconds.Skip(1).Zip(seconds, (later, earlier) => later - earlier);

    private static void WriteIdx(ImageDataset dataset, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, part) in new[] { ("train", dataset.Train), ("t10k", dataset.Test) })
        {
            Write(Path.Combine(folder, $"{name}-images-idx3-ubyte.gz"), part.Pixels, part.Rows, dataset.Shape.Height, dataset.Shape.Width);
            Write(Path.Combine(folder, $"{name}-labels-idx1-ubyte.gz"), part.Labels, part.Rows);
        }
    }

    private static void Write(string path, byte[] values, params ReadOnlySpan<int> dimensions)
    {
        var header = new byte[sizeof(int) * (1 + dimensions.Length)];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x0800 + dimensions.Length);
        for (var index = 0; index < dimensions.Length; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(sizeof(int) * (1 + index)), dimensions[index]);
        }

        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(header);
        file.Write(values);
    }
}
