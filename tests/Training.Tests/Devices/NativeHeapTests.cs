using LearnML.Training.Devices;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Devices;

[Collection(NonParallel.Name)]
public class NativeHeapTests
{
    /// <summary>
    /// Tensors so small that they lie in the library's heap, under one that stays: so nothing of it can be given back from its end.
    /// </summary>
    [Fact]
    public void It_goes_back_to_the_system()
    {
        const int Count = 4000;
        const int Numbers = 25_000;
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have other libraries.");
        var tensors = Enumerable.Range(0, Count).Select(_ => ones(Numbers)).ToList();
        using var last = ones(Numbers);
        tensors.ForEach(tensor => tensor.Dispose());
        var before = Environment.WorkingSet;

        NativeHeap.ReleaseUnused();

        Assert.InRange(before - Environment.WorkingSet, sizeof(float) * (long)Count * Numbers / 2, long.MaxValue);
    }
}
