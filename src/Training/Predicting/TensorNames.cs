namespace LearnML.Training.Predicting;

/// <summary>The names of a model's input and output tensors, in ONNX files and in inference requests.</summary>
public static class TensorNames
{
    /// <summary>The input that holds images.</summary>
    public const string Instances = "instances";

    /// <summary>The input that holds all columns of a table, [rows, columns].</summary>
    public const string Rows = "rows";

    /// <summary>The output with the most probable class.</summary>
    public const string Label = "label";

    /// <summary>The output with the index of the most probable class.</summary>
    public const string ClassIndex = "class_index";

    /// <summary>The output with the probability of every class.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>The output with the predicted number.</summary>
    public const string Value = "value";

    /// <summary>The output with the lower end of the interval around the number; only for inference requests that ask for intervals.</summary>
    public const string Low = "low";

    /// <summary>The output with the upper end of the interval.</summary>
    public const string High = "high";

    /// <summary>The output with whether each class is in the set; only for inference requests that ask for sets.</summary>
    public const string Set = "set";
}
