using LearnML.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks [-- PEERS], where PEERS is a folder with mlp.py of a PyTorch peer.
Console.WriteLine($"{Environment.ProcessorCount} processors, {TorchSharp.torch.get_num_threads()} threads, libtorch {TorchSharp.torch.__version__}");
Console.WriteLine($"mlp: 784-256-10, batch {MlpEpochs.BatchSize}, {MlpEpochs.Rows:n0} generated rows; each figure is min / median / max");

var epochs = new MlpEpochs();
epochs.Run();
ServiceRun.Run(epochs.Dataset);
if (args is [var peers])
{
    PeerRun.Run(peers, epochs);
}
