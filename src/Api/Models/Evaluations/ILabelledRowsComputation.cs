using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Csv;

namespace LearnML.Api.Models.Evaluations;

/// <summary>Something that is computed from a model and labelled rows.</summary>
internal interface ILabelledRowsComputation
{
    /// <summary>The form of the requests in <see cref="ServingMeter"/>.</summary>
    string Form { get; }

    /// <summary>Adds an error for each parameter of the request that does not fit the model.</summary>
    void Check(CheckpointDescription model, FieldErrors errors);

    /// <summary>Computes the answer from the rows of a CSV file.</summary>
    /// <param name="version">The version.</param>
    /// <param name="predictor">The version's model.</param>
    /// <param name="content">The file, as a seekable stream.</param>
    /// <param name="encoding">The encoding of the file; null detects it.</param>
    /// <param name="maximumColumns">The maximum number of columns of the file.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <returns>The number of rows, and the answer.</returns>
    /// <exception cref="TableFormatException">The file does not fit the model.</exception>
    (int Rows, IResult Answer) ComputeCsv(
        ModelVersion version, Predictor predictor, Stream content, string? encoding, int maximumColumns, CancellationToken cancellationToken);

    /// <summary>Computes the answer from a part of a dataset that fits the model.</summary>
    /// <param name="version">The version.</param>
    /// <param name="predictor">The version's model.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <returns>The number of rows, and the answer.</returns>
    /// <exception cref="TableFormatException">The dataset does not fit the model.</exception>
    (int Rows, IResult Answer) ComputeDataset(
        ModelVersion version, Predictor predictor, Dataset dataset, DatasetPart part, CancellationToken cancellationToken);
}
