using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Networks.Planning;

namespace LearnML.Api.Specs.Datasets;

/// <summary>Validates a spec for an image dataset.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class ImagesCheck(FieldErrors errors)
{
    /// <summary>Validates all fields that depend on the dataset.</summary>
    /// <returns>The inputs of the network, and its number of outputs.</returns>
    public (NetworkInputs Inputs, int Outputs) Check(JobSpec spec, ImageShape images)
    {
        errors.Require(spec.Target == ImageDataset.TargetName, "target", $"must be {ImageDataset.TargetName}");
        errors.Require(spec.Task is null or LearningTask.Classification, "task", "must be classification: images have classes");
        errors.Require(spec.Preprocessing is null, "preprocessing", "only applies to tables");
        errors.Require(spec.Network.PeriodicEmbedding is null, "network.periodicEmbedding", "only applies to tables");
        errors.Require(spec.Network.CategoryEmbedding is null, "network.categoryEmbedding", "only applies to tables");
        errors.Require(spec.Network.CategoryDropout is null or 0, "network.categoryDropout", "only applies to tables");
        errors.Require(spec.Validation.GroupColumn is null, "validation.groupColumn", "only applies to tables");
        errors.Require(spec.Validation.TimeColumn is null, "validation.timeColumn", "only applies to tables");
        errors.Require(spec.Validation.TestFraction is null or 0, "validation.testFraction",
            "only applies to tables: images have a test part already");
        errors.Require(spec.WeightColumn is null, "weightColumn", "only applies to tables");
        errors.Require(spec.CompareWith is null, "compareWith", "only applies to tables");
        errors.Require(spec.Explain is null, "explain", "only applies to tables");
        new LearningTaskCheck(errors).CheckClassification(spec);
        new ThresholdCheck(errors).CheckClasses(spec.Threshold, images.Classes.Count, images.Classes);
        return (images.Height * images.Width, images.Classes.Count);
    }
}
