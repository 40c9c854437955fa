using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>Trains on another thread, and draws from the global generator, until it is disposed.</summary>
internal sealed class BackgroundTraining : IDisposable
{
    private readonly ManualResetEventSlim started = new();
    private readonly Task work;
    private volatile bool done;

    public BackgroundTraining()
    {
        work = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        started.Wait();
    }

    public void Dispose()
    {
        done = true;
        work.GetAwaiter().GetResult();
        started.Dispose();
    }

    private void Work()
    {
        using var scope = NewDisposeScope();
        for (var seed = 100L; !done; seed++)
        {
            randn(256, 256).mm(rand(256, 256)).Dispose();
            started.Set();
            using var run = new SmallRun { Spec = Specs.Small.Seed(seed).Dropout(0.5) };
            run.Execute();
        }
    }
}
