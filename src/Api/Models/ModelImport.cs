using System.Text.Json.Nodes;
using LearnML.Api.Jobs;
using LearnML.Api.Requests;
using LearnML.Api.Serving;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models;

/// <summary>Takes in models as files: weights as safetensors, with a description in them.</summary>
/// <param name="models">The registry.</param>
/// <param name="checkpoints">The checkpoints.</param>
/// <param name="served">The models that answer.</param>
/// <param name="options">The settings.</param>
public sealed class ModelImport(ModelStore models, JobCheckpoints checkpoints, ServedModels served, IOptions<LearnMLOptions> options)
{
    private const string File = "file";
    private const string Name = "name";
    private const string Wrong = "The file cannot be taken in; every reason is in errors.";

    /// <summary>201 with the version, or what is wrong. Nothing half-stored remains.</summary>
    public async Task<Results<Created<ModelVersion>, ValidationProblem>> AcceptAsync(HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        Directory.CreateDirectory(options.Value.UploadFolder);
        var path = options.Value.UnfinishedFile();
        try
        {
            var errors = new FieldErrors();
            var form = new FileForm(errors, [Name]);
            await form.ReadAsync(request, path, cancellation);
            var version = errors.None ? await Task.Run(() => Import(path, form[Name], errors), cancellation) : null;
            if (version is null)
            {
                return TypedResults.ValidationProblem(errors.ToDictionary(), Wrong);
            }

            var added = await AddAsync(version);
            await served.LookAsync(added.Name, cancellation);
            return TypedResults.Created($"/api/models/{added.Name}/versions/{added.Version}", added);
        }
        catch (CheckpointException exception)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { [File] = [exception.Message] }, Wrong);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    /// <summary>From here on it is taken in, also where the client has left; or its checkpoint goes.</summary>
    private async Task<ModelVersion> AddAsync(ModelVersion version)
    {
        try
        {
            return await models.AddAsync(version, CancellationToken.None);
        }
        catch
        {
            checkpoints.Of(version.JobId).Keep([]);
            throw;
        }
    }

    /// <summary>Saves the checkpoint in a file.</summary>
    /// <returns>The version that it is, without a number; null where its description is wrong.</returns>
    private ModelVersion? Import(string path, string? name, FieldErrors errors)
    {
        using var file = System.IO.File.OpenRead(path);
        var described = Describe(file, errors);
        name ??= described?.Spec.Model ?? described?.Spec.Dataset;
        errors.Require(name is null || PlainName.IsRight(name), Name, PlainName.Rule);
        if (described is null || !errors.None)
        {
            return null;
        }

        // A folder of its own: the job that trained it is another service's, or has its own folder here.
        var id = Guid.CreateVersion7();
        var (checkpoint, description) = PortableCheckpoint.Import(file, described, checkpoints.Of(id));
        return new ModelVersion
        {
            Name = name!,
            Version = 0,
            JobId = id,
            IsImported = true,
            Checkpoint = checkpoint,
            CreatedAt = default,
            Dataset = description.Spec.Dataset,
            Spec = description.Spec,
            DatasetHash = description.DatasetHash,
            WeightsSha256 = description.WeightsSha256,
            WeightsBytes = description.WeightsBytes,
            Epoch = description.Epoch,
            Parameters = description.Parameters,
            Validation = description.Validation,
            Task = description.Target is null ? LearningTask.Classification : LearningTask.Regression,
            Classes = description.Target is null ? description.Classes : null,
        };
    }

    private static CheckpointDescription? Describe(FileStream file, FieldErrors errors)
    {
        try
        {
            var description = new StrictReader(errors).Read<CheckpointDescription>(JsonNode.Parse(PortableCheckpoint.Describe(file), documentOptions: JsonBody.Strict));
            if (description is not null && errors.None)
            {
                new CheckpointCheck(errors).Check(description);
            }

            return errors.None ? description : null;
        }
        catch (Exception exception) when (JsonBody.IsNotJson(exception))
        {
            // Where something in it is wrong by name, that is why.
            errors.Require(!errors.None, File, $"has a description that is none: {exception.Message}");
            return null;
        }
    }
}
