using LearnML.Training.Devices;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Devices;

/// <summary>The thread count of libtorch is a setting of the process, and of each thread that has computed.</summary>
[Collection(NonParallel.Name)]
public class SingleThreadScopeTests
{
    [Fact]
    public void Overlapping_scopes_restore_thread_count()
    {
        var before = OnNewThread(get_num_threads);
        var first = new SingleThreadScope();
        var second = OnNewThread(() => new SingleThreadScope());
        Assert.Equal(1, get_num_threads());

        first.Dispose();
        OnNewThread(() =>
        {
            second.Dispose();
            return 0;
        });

        Assert.Equal(before, get_num_threads());
        Assert.Equal(before, OnNewThread(get_num_threads));
    }

    private static T OnNewThread<T>(Func<T> work)
    {
        var result = default(T);
        var thread = new Thread(() => result = work());
        thread.Start();
        thread.Join();
        return result!;
    }
}
