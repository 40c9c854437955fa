using LearnML.Training.Datasets.Images;

namespace LearnML.Training.Tests.Datasets.Images;

public class ImageDatasetTests
{
    private static readonly ImagePart Part = new([1, 2, 3, 4, 5, 6, 7, 8], [0, 1]);
    private static readonly ImagePart Other = new([8, 7, 6, 5], [1]);
    private static readonly LearnML.Contracts.DatasetSummary Summary = new Glyphs().Summary with
    {
        Images = new LearnML.Contracts.ImageShape(2, 2, ["a", "bc"]),
    };

    [Fact]
    public void Hash_depends_only_on_content()
    {
        var renamed = Summary with { Name = "renamed", Description = "Another." };

        Assert.Equal(new ImageDataset(Summary, Part, Other).ContentHash, new ImageDataset(renamed, Part, Other).ContentHash);
        Assert.Matches("^[0-9a-f]{64}$", new ImageDataset(Summary, Part, Other).ContentHash);
    }

    [Fact]
    public void Every_part_of_content_changes_hash()
    {
        ImageDataset[] datasets =
        [
            new(Summary, Part, Other),
            new(Summary, Other, Part),
            new(Summary with { Images = new LearnML.Contracts.ImageShape(1, 4, ["a", "bc"]) }, Part, Other),
            new(Summary with { Images = new LearnML.Contracts.ImageShape(2, 2, ["ab", "c"]) }, Part, Other),
            new(Summary, new ImagePart(Part.Pixels, [1, 0]), Other),
            new(Summary, new ImagePart([1, 2, 3, 4, 5, 6, 7, 9], Part.Labels), Other),
        ];

        Assert.Equal(datasets.Length, datasets.Select(dataset => dataset.ContentHash).Distinct().Count());
    }

    [Fact]
    public void Profile_counts_rows_per_class()
    {
        var profile = new ImageDataset(Summary, Part, Other).CreateProfile();

        Assert.Equal([1, 1], profile.Images!.Train.ClassCounts);
        Assert.Equal([0, 1], profile.Images!.Test.ClassCounts);
        Assert.Equal((2, 1), (profile.Images!.Train.Rows, profile.Images!.Test.Rows));
    }
}
