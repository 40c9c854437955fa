using LearnML.Training.Checkpoints;
using LearnML.Training.State;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Checkpoints;

/// <summary>A job resumes from the newest state of its newest owner.</summary>
public sealed class LatestCheckpointsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Saved_state_is_restored_exactly()
    {
        using var scope = NewDisposeScope();
        var state = new TrainingState();
        using var weights = tensor(new[] { 1.5f, float.Epsilon, -0f }, [3]);
        state.SaveOrRestoreTensor("weights", weights);
        state.SaveOrRestoreArray("steps", new[] { long.MinValue, 7 });
        state.SaveOrRestoreArray("norms", new[] { double.PositiveInfinity, 0.1 + 0.2 });
        state.SaveOrRestoreArray("random", new byte[] { 0, 255, 1 });
        state.SaveOrRestoreArray("none", Array.Empty<float>());
        state.SaveOrRestoreValue("lowest", double.PositiveInfinity);
        CreateOwner(1).Save(state);

        using var restored = CreateOwner(2).Read(_ => { })!;

        using var there = zeros(3);
        restored.SaveOrRestoreTensor("weights", there);
        Assert.Equal(weights.data<float>().ToArray().Select(BitConverter.SingleToInt32Bits),
            there.data<float>().ToArray().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal([long.MinValue, 7], restored.SaveOrRestoreArray<long>("steps", []));
        Assert.Equal([double.PositiveInfinity, 0.1 + 0.2], restored.SaveOrRestoreArray<double>("norms", []));
        Assert.Equal([0, 255, 1], restored.SaveOrRestoreArray<byte>("random", []));
        Assert.Empty(restored.SaveOrRestoreArray<float>("none", []));
        Assert.Equal(double.PositiveInfinity, restored.SaveOrRestoreValue("lowest", 0.0));
        Assert.Throws<CheckpointException>(() => restored.SaveOrRestoreValue("nothing", 0));
    }

    [Fact]
    public void Folder_keeps_two_checkpoints_and_reads_newest()
    {
        foreach (var epoch in new[] { 1, 2, 3, 4 })
        {
            Save(fencingToken: 1, epoch);
        }

        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.Equal(4, Read());
    }

    [Fact]
    public void Late_checkpoint_of_earlier_owner_is_never_newest()
    {
        Save(fencingToken: 1, epoch: 1);
        Save(fencingToken: 2, epoch: 2);

        Save(fencingToken: 1, epoch: 99);

        Assert.Equal(2, Read());
        Save(fencingToken: 2, epoch: 3);
        Save(fencingToken: 1, epoch: 100);
        Assert.Equal(3, Read());
    }

    [Fact]
    public void Earlier_owner_cannot_save_after_new_owner_claimed_job()
    {
        CreateOwner(1).Claim();
        Save(fencingToken: 1, epoch: 1);
        CreateOwner(2).Claim();

        Assert.Throws<OperationCanceledException>(() => Save(fencingToken: 1, epoch: 99));

        Assert.Equal(1, Read());
        Save(fencingToken: 2, epoch: 2);
        Assert.Equal(2, Read());
    }

    [Fact]
    public void New_owner_deletes_what_killed_owners_left_unfinished()
    {
        string[] left = ["unfinished-1.safetensors", "unfinished-4.safetensors", "unfinished-5.safetensors", "unfinished-best"];
        Array.ForEach(left, name => File.WriteAllText(Path.Combine(folder.Path, name), "half"));

        CreateOwner(4).Claim();

        Assert.Equal(left[1..], Directory.GetFiles(folder.Path, "unfinished-*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private LatestCheckpoints CreateOwner(long fencingToken) => new(folder.Path, fencingToken);

    private void Save(long fencingToken, int epoch)
    {
        var state = new TrainingState();
        state.SaveOrRestoreValue("epoch", epoch);
        CreateOwner(fencingToken).Save(state);
    }

    private int Read()
    {
        using var state = CreateOwner(0).Read(file => Assert.Fail(file))!;
        return state.SaveOrRestoreValue("epoch", 0);
    }
}
