using LearnML.Training.Devices;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Devices;

[Collection(NonParallel.Name)]
public class NativeHeapTests
{
    /// <summary>
    /// The tensors are so small that they are in the heap of the C library. One tensor at the end stays, so the heap cannot shrink from its end.
    /// </summary>
    [Fact]
    public void Heap_returns_freed_memory_to_system()
    {
        const int Count = 4000;
        const int Numbers = 25_000;
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only the C library of Linux has this heap.");
        var tensors = Enumerable.Range(0, Count).Select(_ => ones(Numbers)).ToList();
        using var last = ones(Numbers);
        tensors.ForEach(tensor => tensor.Dispose());
        var before = Environment.WorkingSet;

        NativeHeap.ReleaseUnused();

        Assert.InRange(before - Environment.WorkingSet, sizeof(float) * (long)Count * Numbers / 2, long.MaxValue);
    }
}
