using LearnML.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks [-- PEERS DATASETS], where PEERS is a folder with mlp.py, kfold.py and
// serve.py of PyTorch peers, and DATASETS one with kaggle-house. `-- training DATASETS`, `-- serving` and `-- dashboard` are
// parts of it. `-- load` and `-- soak` are runs of their own, which end with exit code 1 where a promise is not kept: too many
// predictions at once, and many jobs and predictions in one process. Training is timed on the first GPU where there is one.
Console.WriteLine($"{Environment.ProcessorCount} processors, {TorchSharp.torch.get_num_threads()} threads, libtorch {TorchSharp.torch.__version__}");
switch (args)
{
    case ["load"]:
        await LoadRun.RunAsync();
        return;
    case ["soak"]:
        await SoakRun.RunAsync();
        return;
    case ["training", var houses]:
        var images = new MlpEpochs();
        images.Run();
        PrecisionRun.Run(images.Dataset);
        ImageFolds.Run(images.Dataset, 256);
        ImageFolds.Run(images.Dataset, 2048, 2048);
        HouseFolds.Run(null, houses);
        return;
    case ["serving", .. var peersAndDatasets]:
        ServingRun.Run(peersAndDatasets.ElementAtOrDefault(0), peersAndDatasets.ElementAtOrDefault(1));
        return;
    case ["dashboard"]:
        DashboardRun.Run();
        return;
}

Console.WriteLine($"mlp: 784-256-10, batch {MlpEpochs.BatchSize}, {MlpEpochs.Rows:n0} generated rows; each figure is min / median / max");

var epochs = new MlpEpochs();
epochs.Run();
ServiceRun.Run(epochs.Dataset);
PrecisionRun.Run(epochs.Dataset);
CheckpointCost.Run(epochs.Dataset);
QueueRun.Run();
ImageFolds.Run(epochs.Dataset, 256);
TableRun.Run();
DashboardRun.Run();
ServingRun.Run(args.ElementAtOrDefault(0), args.ElementAtOrDefault(1));
if (args is [var peers, var datasets])
{
    PeerRun.Run(peers, epochs);
    HouseFolds.Run(peers, datasets);
}
