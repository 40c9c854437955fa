using LearnML.Training.State;

namespace LearnML.Training.Tests.Checkpoints;

public class HashedFileTests
{
    // It can be opened, but its first page cannot be read.
    private const string Unreadable = "/proc/self/mem";

    [Fact]
    public void A_file_that_cannot_be_read_is_closed()
    {
        Assert.SkipUnless(File.Exists(Unreadable), "There is no /proc/self/mem here.");
        var target = $"/proc/{Environment.ProcessId}/mem";

        Assert.ThrowsAny<IOException>(() => HashedFile.TryOpen(Unreadable, "00"));

        Assert.DoesNotContain(target, Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget));
    }
}
