using LearnML.Training.Datasets;

namespace LearnML.Training.Tests.Datasets;

public class ImageDatasetTests
{
    private static readonly ImagePart Part = new([1, 2, 3, 4, 5, 6, 7, 8], [0, 1]);
    private static readonly ImagePart Other = new([8, 7, 6, 5], [1]);
    private static readonly LearnML.Contracts.DatasetSummary Summary = new Glyphs().Summary with { Height = 2, Width = 2, Classes = ["a", "bc"] };

    [Fact]
    public void The_hash_is_of_the_content_alone()
    {
        var renamed = Summary with { Name = "renamed", Description = "Another." };

        Assert.Equal(new ImageDataset(Summary, Part, Other).ContentHash, new ImageDataset(renamed, Part, Other).ContentHash);
        Assert.Matches("^[0-9a-f]{64}$", new ImageDataset(Summary, Part, Other).ContentHash);
    }

    [Fact]
    public void Every_part_of_the_content_changes_the_hash()
    {
        ImageDataset[] datasets =
        [
            new(Summary, Part, Other),
            new(Summary, Other, Part),
            new(Summary with { Height = 1, Width = 4 }, Part, Other),
            new(Summary with { Classes = ["ab", "c"] }, Part, Other),
            new(Summary, new ImagePart(Part.Pixels, [1, 0]), Other),
            new(Summary, new ImagePart([1, 2, 3, 4, 5, 6, 7, 9], Part.Labels), Other),
        ];

        Assert.Equal(datasets.Length, datasets.Select(dataset => dataset.ContentHash).Distinct().Count());
    }

    [Fact]
    public void The_profile_counts_classes()
    {
        var profile = new ImageDataset(Summary, Part, Other).Profile();

        Assert.Equal([1, 1], profile.Train.ClassCounts);
        Assert.Equal([0, 1], profile.Test.ClassCounts);
        Assert.Equal((2, 1), (profile.Train.Rows, profile.Test.Rows));
    }
}
