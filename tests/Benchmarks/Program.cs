using LearnML.Benchmarks.Dashboard;
using LearnML.Benchmarks.Jobs;
using LearnML.Benchmarks.Serving;
using LearnML.Benchmarks.Training;

// dotnet run -c Release --project tests/Benchmarks [-- PEERS DATASETS], where PEERS is a folder with mlp.py, kfold.py and
// serve.py of PyTorch peers, and DATASETS one with kaggle-house. `-- training DATASETS`, `-- serving` and `-- dashboard` are
// parts of it. `-- load` and `-- soak` are runs of their own, which end with exit code 1 where a promise is not kept: too many
// predictions at once, and many jobs and predictions in one process. Training is timed on the first GPU where there is one.
Console.WriteLine($"{Environment.ProcessorCount} processors, {TorchSharp.torch.get_num_threads()} threads, libtorch {TorchSharp.torch.__version__}");
switch (args)
{
    case ["load"]:
        await LoadTest.RunAsync();
        return;
    case ["soak"]:
        await SoakTest.RunAsync();
        return;
    case ["training", var houses]:
        var images = new EpochBenchmark();
        images.Run();
        PrecisionBenchmark.Run(images.Dataset);
        ImageFoldBenchmark.Run(images.Dataset, 256);
        ImageFoldBenchmark.Run(images.Dataset, 2048, 2048);
        HousePriceBenchmark.Run(null, houses);
        return;
    case ["serving", .. var peersAndDatasets]:
        ServingBenchmark.Run(peersAndDatasets.ElementAtOrDefault(0), peersAndDatasets.ElementAtOrDefault(1));
        return;
    case ["dashboard"]:
        DashboardBenchmark.Run();
        return;
}

Console.WriteLine($"mlp: 784-256-10, batch {EpochBenchmark.BatchSize}, {EpochBenchmark.Rows:n0} generated rows; each figure is min / median / max");

var epochs = new EpochBenchmark();
epochs.Run();
ServiceBenchmark.Run(epochs.Dataset);
PrecisionBenchmark.Run(epochs.Dataset);
CheckpointBenchmark.Run(epochs.Dataset);
QueueBenchmark.Run();
ImageFoldBenchmark.Run(epochs.Dataset, 256);
TableBenchmark.Run();
DashboardBenchmark.Run();
ServingBenchmark.Run(args.ElementAtOrDefault(0), args.ElementAtOrDefault(1));
if (args is [var peers, var datasets])
{
    PeerScript.Run(peers, epochs);
    HousePriceBenchmark.Run(peers, datasets);
}
