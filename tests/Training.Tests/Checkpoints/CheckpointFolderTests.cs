using System.Security.Cryptography;
using System.Text.Json;
using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Checkpoints;

public class CheckpointFolderTests
{
    [Fact]
    public void Saved_checkpoint_loads_exactly()
    {
        using var scope = NewDisposeScope();
        using var saved = new SavedNetwork();

        var written = saved.Save();
        var (description, parameters) = saved.Folder.Load(SavedNetwork.Checkpoint);

        Assert.Equal(Json(written), Json(description));
        Assert.Equal(Json(saved.Description with { WeightsSha256 = written.WeightsSha256, WeightsBytes = new FileInfo(saved.WeightsFile).Length }),
            Json(description));
        var expected = saved.Network.StateDict(0).ToArray();
        Assert.Equal(expected.Select(named => named.Name).Order(), parameters.Keys.Order());
        Assert.All(expected, named => Assert.Equal(named.Tensor.shape, parameters[named.Name].shape));
        Assert.All(expected, named => Assert.Equal(named.Tensor.data<float>().ToArray(), parameters[named.Name].data<float>().ToArray()));
    }

    [Fact]
    public void File_has_weights_in_network_order()
    {
        using var saved = new SavedNetwork();

        var written = saved.Save();

        var bytes = File.ReadAllBytes(saved.WeightsFile);
        var file = new SafetensorsFile(bytes);
        var end = 0L;
        Assert.Equal(["0.weight", "0.bias", "3.weight", "3.bias", "6.weight", "6.bias"], file.Names);
        foreach (var (name, parameter) in saved.Network.StateDict(0))
        {
            Assert.Equal(parameter.shape, file.Shape(name));
            Assert.Equal(parameter.data<float>().ToArray(), file.Values(name));
            Assert.Equal([end, end + (4 * parameter.numel())], file.Offsets(name));
            end = file.Offsets(name)[1];
        }

        Assert.Equal(bytes.Length, file.DataStart + end);
        Assert.Equal(0, file.DataStart % 8);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), written.WeightsSha256);
    }

    [Fact]
    public void Each_checkpoint_has_its_own_folder()
    {
        using var scope = NewDisposeScope();
        using var saved = new SavedNetwork();
        saved.Save(epoch: 9);

        saved.Save(epoch: 12);

        Assert.Equal(["epoch-000009-1", "epoch-000012-1"], Folders(saved).Order());
        Assert.Equal(9, saved.Folder.Load("epoch-000009-1").Description.Epoch);
        Assert.Equal(12, saved.Folder.Load("epoch-000012-1").Description.Epoch);
    }

    [Fact]
    public void Folder_deletes_all_other_checkpoints()
    {
        using var saved = new SavedNetwork();
        saved.Save(epoch: 1);
        saved.Save(epoch: 2);
        var unfinished = Directory.CreateDirectory(Path.Combine(saved.Path, "unfinished-epoch-000003-1"));
        File.WriteAllText(Path.Combine(unfinished.FullName, "weights.safetensors"), "half");
        File.WriteAllText(Path.Combine(saved.Path, "unfinished-1.safetensors"), "half");

        saved.Folder.DeleteAllExcept(["epoch-000002-1"]);

        Assert.Equal(["epoch-000002-1"], Folders(saved));
        Assert.Empty(Directory.GetFiles(saved.Path));
    }

    [Fact]
    public void Save_replaces_unfinished_checkpoint_of_same_epoch()
    {
        using var scope = NewDisposeScope();
        using var saved = new SavedNetwork();
        var unfinished = Directory.CreateDirectory(Path.Combine(saved.Path, "unfinished-epoch-000002-1"));
        File.WriteAllBytes(Path.Combine(unfinished.FullName, "weights.safetensors"), new byte[100_000]);

        saved.Save(epoch: 2);

        Assert.Equal(["epoch-000002-1"], Folders(saved));
        Assert.Equal(6, saved.Folder.Load("epoch-000002-1").Parameters.Count);
    }

    [Fact]
    public void A_failed_save_reports_the_first_failure_even_if_it_cannot_clean_up()
    {
        using var saved = new SavedNetwork();

        Assert.Throws<InvalidDataException>(() => saved.Folder.Save(saved.Network, saved.Description, 1, path =>
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
            throw new InvalidDataException("the first failure");
        }));

        Assert.Empty(Folders(saved));
    }

    [Fact]
    public void Delete_removes_folder_and_can_be_repeated()
    {
        using var saved = new SavedNetwork();
        saved.Save();

        saved.Folder.DeleteAllExcept([]);
        saved.Folder.DeleteAllExcept([]);

        Assert.False(Directory.Exists(saved.Path));
    }

    /// <summary>The process that ends a cancelled job and the request that deletes the job clean up at the same time.</summary>
    [Fact]
    public async Task Threads_delete_the_same_folder_at_the_same_time()
    {
        const int Threads = 4;
        using var saved = new SavedNetwork();
        using var barrier = new Barrier(Threads);
        for (var round = 0; round < 100; round++)
        {
            for (var checkpoint = 0; checkpoint < 3; checkpoint++)
            {
                var folder = Directory.CreateDirectory(Path.Combine(saved.Path, $"unfinished-{checkpoint}"));
                File.WriteAllText(Path.Combine(folder.FullName, "weights.safetensors"), "half");
            }

            saved.Folder.SaveLabels(new JobLabels { Name = "kept" });
            string[] names = round % 2 == 0 ? [] : ["unfinished-0"];

            await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait(TestContext.Current.CancellationToken);
                    saved.Folder.DeleteAllExcept(names);
                    saved.Folder.DeleteLabels();
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Equal<string?>(names, Directory.Exists(saved.Path)
                ? Directory.GetFileSystemEntries(saved.Path).Select(Path.GetFileName).Order() : []);
        }
    }

    private static IEnumerable<string?> Folders(SavedNetwork saved) => Directory.GetDirectories(saved.Path).Select(Path.GetFileName);

    // Records with lists are compared by their JSON.
    private static string Json<T>(T value) => JsonSerializer.Serialize(value, WireFormat.Options);
}
