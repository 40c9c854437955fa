using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Json;
using LearnML.Benchmarks.Training;
using LearnML.Contracts;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Fitting.Splitting;
using static TorchSharp.torch;

namespace LearnML.Benchmarks.Jobs;

/// <summary>
/// Measures the same training as a bare loop in this process and as a job of the whole service in a separate process (metrics, storage,
/// checkpoints, live feed, report). The two alternate, and whole runs are compared. Training uses the same thread here every time: OpenMP
/// keeps workers for each thread that calls it, and more workers than processors slow each other down.
/// </summary>
internal static class ServiceBenchmark
{
    private const int Epochs = 10;
    private const int Rounds = 8;

    public static void Run(ImageDataset dataset)
    {
        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            WriteIdx(dataset, Path.Combine(folder.FullName, "datasets", dataset.Summary.Name));
            using var service = new ServiceProcess(folder.FullName);
            var spec = EpochBenchmark.Spec with
            {
                Training = EpochBenchmark.Spec.Training with { Epochs = Epochs },
                Validation = new ValidationSpec { TestPart = true },
            };
            MeasureServiceAsync(service.Http, spec).GetAwaiter().GetResult(); // reads the dataset
            var (bare, served) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                bare.Add(MeasureBareLoop(spec, dataset));
                served.Add(MeasureServiceAsync(service.Http, spec).GetAwaiter().GetResult());
            }

            Console.WriteLine($"run of {Epochs} epochs, bare loop, s     {new Measurements(bare)}");
            Console.WriteLine($"same run, whole service, s      {new Measurements(served)}");
            Console.WriteLine($"service / bare loop             {new Measurements(served.Zip(bare, (ofService, ofLoop) => ofService / ofLoop))}");
            Console.WriteLine($"peak memory of service, MB      {service.PeakMegabytes()}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double MeasureBareLoop(JobSpec spec, ImageDataset dataset)
    {
        var clock = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        using var data = new ImageTrainingData(dataset, CPU);
        using var training = new SplitTrainer(spec, data, [DataSplitter.CreateSingle(spec, data)], CPU);
        var run = new RunProgress(new NullObserver());
        training.Run(Epochs, KeptEpoch.Best, new StopCondition(new TrainingControl(), run.Clock, null), run);
        training.PredictTest(CancellationToken.None);
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> MeasureServiceAsync(HttpClient http, JobSpec spec)
    {
        using var posted = await http.PostAsJsonAsync("/api/jobs", spec, WireFormat.Options);
        var job = (await posted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Job>(WireFormat.Options))!;
        while (job.EndedAt is null)
        {
            await Task.Delay(TimeSpan.FromSeconds(1)); // more frequent requests would slow down the training
            job = (await http.GetFromJsonAsync<Job>($"/api/jobs/{job.Id}", WireFormat.Options))!;
        }

        return (job.EndedAt - job.StartedAt)!.Value.TotalSeconds;
    }

    private static void WriteIdx(ImageDataset dataset, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, part) in new[] { ("train", dataset.Train), ("t10k", dataset.Test) })
        {
            Write(Path.Combine(folder, $"{name}-images-idx3-ubyte.gz"), part.Pixels, part.RowCount, dataset.Shape.Height, dataset.Shape.Width);
            Write(Path.Combine(folder, $"{name}-labels-idx1-ubyte.gz"), part.Labels, part.RowCount);
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
