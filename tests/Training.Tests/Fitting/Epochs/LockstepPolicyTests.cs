using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>The number of folds to train in lockstep depends on the network and the device.</summary>
public class LockstepPolicyTests
{
    private static readonly Device Gpu = new(DeviceType.CUDA, 0);

    [Fact]
    public void Gpu_trains_larger_networks_in_lockstep_than_cpu()
    {
        using var data = new ImageTrainingData(GlyphImages.Small, CPU);
        var (small, perceptron, huge) = (Specs.Small.Folds(5),
            Specs.Small.Hidden(256).BatchSize(256).Folds(5), Specs.Small.Hidden(8192, 8192).BatchSize(256).Folds(5));

        Assert.Equal((5, 1, 1), (LockstepPolicy.FoldsInLockstep(small, data, CPU),
            LockstepPolicy.FoldsInLockstep(perceptron, data, CPU), LockstepPolicy.FoldsInLockstep(huge, data, CPU)));
        Assert.Equal((5, 5, 1), (LockstepPolicy.FoldsInLockstep(small, data, Gpu),
            LockstepPolicy.FoldsInLockstep(perceptron, data, Gpu), LockstepPolicy.FoldsInLockstep(huge, data, Gpu)));
    }

    [Fact]
    public void Folds_that_exceed_memory_together_are_trained_one_by_one()
    {
        using var data = new ImageTrainingData(GlyphImages.Small, CPU);

        // Each fold has 60 GB of weights, but few products because a batch has one row.
        Assert.Equal(1, LockstepPolicy.FoldsInLockstep(Specs.Small.Hidden(62_000, 62_000).BatchSize(1).Folds(5), data, Gpu));
    }
}
