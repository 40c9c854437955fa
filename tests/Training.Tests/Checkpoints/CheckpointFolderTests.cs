using System.Security.Cryptography;
using System.Text.Json;
using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Checkpoints;

public class CheckpointFolderTests
{
    [Fact]
    public void A_round_trip_is_exact()
    {
        using var scope = NewDisposeScope();
        using var saved = new SavedNetwork();

        var written = saved.Save();
        var (description, parameters) = saved.Folder.Load();

        Assert.Equal(Json(written), Json(description));
        Assert.Equal(Json(saved.Description with { WeightsSha256 = written.WeightsSha256 }), Json(description));
        var expected = saved.Network.named_parameters().ToArray();
        Assert.Equal(expected.Select(named => named.name).Order(), parameters.Keys.Order());
        Assert.All(expected, named => Assert.Equal(named.parameter.shape, parameters[named.name].shape));
        Assert.All(expected, named => Assert.Equal(named.parameter.data<float>().ToArray(), parameters[named.name].data<float>().ToArray()));
    }

    [Fact]
    public void The_weights_lie_in_the_file_as_the_network_has_them()
    {
        using var saved = new SavedNetwork();

        var written = saved.Save();

        var bytes = File.ReadAllBytes(saved.Weights);
        var file = new SafetensorsFile(bytes);
        var end = 0L;
        Assert.Equal(["0.weight", "0.bias", "3.weight", "3.bias", "6.weight", "6.bias"], file.Names);
        foreach (var (name, parameter) in saved.Network.named_parameters())
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
    public void A_newer_checkpoint_takes_the_place_of_the_older()
    {
        using var scope = NewDisposeScope();
        using var saved = new SavedNetwork();
        saved.Save(epoch: 9);

        saved.Save(epoch: 12);

        Assert.Equal(["epoch-000012"], Folders(saved));
        Assert.Equal(12, saved.Folder.Load().Description.Epoch);
    }

    [Fact]
    public void Of_two_whole_ones_the_newer_counts()
    {
        using var scope = NewDisposeScope();
        using var saved = new SavedNetwork();
        saved.Save(epoch: 9);
        Directory.Move(Path.Combine(saved.Path, "epoch-000009"), saved.Path + "-aside");
        saved.Save(epoch: 100_000);
        Directory.Move(saved.Path + "-aside", Path.Combine(saved.Path, "epoch-000009"));

        Assert.Equal(100_000, saved.Folder.Load().Description.Epoch);
    }

    [Fact]
    public void A_half_written_one_is_ignored_and_then_removed()
    {
        using var scope = NewDisposeScope();
        using var saved = new SavedNetwork();
        saved.Save(epoch: 1);
        var unfinished = Directory.CreateDirectory(Path.Combine(saved.Path, "unfinished-epoch-000002"));
        File.WriteAllText(Path.Combine(unfinished.FullName, "weights.safetensors"), "half");

        Assert.Equal(1, saved.Folder.Load().Description.Epoch);

        saved.Save(epoch: 3);
        Assert.Equal(["epoch-000003"], Folders(saved));
    }

    [Fact]
    public void A_half_written_one_of_the_same_epoch_is_written_anew()
    {
        using var scope = NewDisposeScope();
        using var saved = new SavedNetwork();
        var unfinished = Directory.CreateDirectory(Path.Combine(saved.Path, "unfinished-epoch-000002"));
        File.WriteAllBytes(Path.Combine(unfinished.FullName, "weights.safetensors"), new byte[100_000]);

        saved.Save(epoch: 2);

        Assert.Equal(["epoch-000002"], Folders(saved));
        Assert.Equal(6, saved.Folder.Load().Parameters.Count);
    }

    [Fact]
    public void Deleting_removes_the_folder_and_may_be_repeated()
    {
        using var saved = new SavedNetwork();
        saved.Save();

        saved.Folder.Delete();
        saved.Folder.Delete();

        Assert.False(Directory.Exists(saved.Path));
    }

    private static IEnumerable<string?> Folders(SavedNetwork saved) => Directory.GetDirectories(saved.Path).Select(Path.GetFileName);

    // Records with lists are equal when they look alike.
    private static string Json<T>(T value) => JsonSerializer.Serialize(value, WireFormat.Options);
}
