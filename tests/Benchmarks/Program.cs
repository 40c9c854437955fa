using LearnML.Benchmarks.Dashboard;
using LearnML.Benchmarks.Explaining;
using LearnML.Benchmarks.Jobs;
using LearnML.Benchmarks.Quality;
using LearnML.Benchmarks.Serving;
using LearnML.Benchmarks.Training;

// dotnet run -c Release --project tests/Benchmarks [-- PEERS DATASETS]
// PEERS is a folder with the PyTorch scripts mlp.py, kfold.py and serve.py. DATASETS is a folder with kaggle-house.
// `-- training DATASETS`, `-- folds PEERS DATASETS`, `-- search DATASETS`, `-- house-search DATASETS`, `-- explain DATASETS`, `-- list [POSTGRES]`,
// `-- steps`, `-- busy`, `-- tables`, `-- serving`, `-- quality FOLDER`, `-- conformal FOLDER` and `-- dashboard` run one part. `-- load` (too many
// predictions) and `-- soak` (many jobs and predictions) run separately and end with exit code 1 if a target is missed.
// Training runs on the first GPU if there is one.
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
    case ["folds", var peerScripts, var houses]:
        HousePriceBenchmark.Run(peerScripts, houses);
        return;
    case ["search", var houses]:
        SearchBenchmark.Run(houses);
        return;
    case ["list", .. var connection]:
        JobListBenchmark.Run(connection.ElementAtOrDefault(0));
        return;
    case ["explain", var houses]:
        ExplainBenchmark.Run(houses);
        return;
    case ["steps"]:
        StepBenchmark.Run();
        return;
    case ["busy"]:
        BusyMachineBenchmark.Run();
        return;
    case ["tables"]:
        TableBenchmark.Run();
        return;
    case ["quality", var tables]:
        await QualityBenchmark.RunAsync(tables);
        return;
    case ["conformal", var tables]:
        await ConformalBenchmark.RunAsync(tables);
        return;
    case ["house-search", var houses]:
        await HouseSearchBenchmark.RunAsync(houses);
        return;
    case ["dashboard"]:
        DashboardBenchmark.Run();
        return;
}

Console.WriteLine(
    $"mlp: 784-256-10, batch {EpochBenchmark.BatchSize}, {EpochBenchmark.Rows:n0} generated rows; figures are minimum / median / maximum");

var epochs = new EpochBenchmark();
epochs.Run();
ServiceBenchmark.Run(epochs.Dataset);
PrecisionBenchmark.Run(epochs.Dataset);
CheckpointBenchmark.Run(epochs.Dataset);
QueueBenchmark.Run();
JobListBenchmark.Run(null);
ImageFoldBenchmark.Run(epochs.Dataset, 256);
StepBenchmark.Run();
TableBenchmark.Run();
DashboardBenchmark.Run();
ServingBenchmark.Run(args.ElementAtOrDefault(0), args.ElementAtOrDefault(1));
if (args is [var peers, var datasets])
{
    PeerScript.Run(peers, epochs);
    HousePriceBenchmark.Run(peers, datasets);
}
