"""Steps of a company and lists of what is watched, as files. Pure: values in, bytes out."""
